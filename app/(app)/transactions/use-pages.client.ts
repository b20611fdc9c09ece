'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type AskProblem, ask } from './ask.ts';
import type { WirePage } from './wire.ts';

/**
 * The pages fetched so far, and the way to one more. One request at a time; a failed one can be tried again. When the
 * server renews the first page with other rows, older pages would no longer join on: the list begins again with it, but not
 * under somebody who `isDeep` in it. They are told, and go there when they want to.
 */
export function usePages(first: WirePage, query: string, isDeep: () => boolean) {
  const [pages, setPages] = useState<readonly WirePage[]>([first]);
  const [newer, setNewer] = useState<WirePage | null>(null);
  const [problem, setProblem] = useState<AskProblem | null>(null);
  const given = useRef(first);
  const isLoading = useRef(false);
  const next = pages.at(-1)?.next ?? null;

  const beginAgain = useCallback((page: WirePage) => {
    setPages([page]);
    setNewer(null);
    setProblem(null);
  }, []);

  useEffect(() => {
    const isOther = JSON.stringify(given.current) !== JSON.stringify(first);
    given.current = first;
    if (!isOther) return;
    if (isDeep()) setNewer(first);
    else beginAgain(first);
  }, [first, isDeep, beginAgain]);

  const loadMore = useCallback(async () => {
    if (next === null || isLoading.current) return;
    isLoading.current = true;
    setProblem(null);
    const params = new URLSearchParams(query);
    params.set('cursor', next);
    const answer = await ask<WirePage>('/transactions/page-data', params);
    isLoading.current = false;
    if (answer.ok) setPages((before) => (before.at(-1)?.next === next ? [...before, answer.value] : before));
    else setProblem(answer.code);
  }, [next, query]);

  return { pages, next, problem, loadMore, showNewer: newer && (() => beginAgain(newer)) };
}
