'use client';

import { useCallback, useRef, useState } from 'react';
import type { WirePage } from './wire.ts';

/**
 * The pages fetched so far, and the way to one more. One request at a time; a failed one can be tried again. When the
 * server renews the first page with other rows, the list begins again with it: older pages would no longer join on.
 */
export function usePages(first: WirePage, query: string) {
  const [pages, setPages] = useState<readonly WirePage[]>([first]);
  const [given, setGiven] = useState(first);
  if (given !== first) {
    setGiven(first);
    if (JSON.stringify(given) !== JSON.stringify(first)) setPages([first]);
  }
  const [hasFailed, setFailed] = useState(false);
  const isLoading = useRef(false);
  const next = pages.at(-1)?.next ?? null;

  const loadMore = useCallback(async () => {
    if (next === null || isLoading.current) return;
    isLoading.current = true;
    setFailed(false);
    try {
      const params = new URLSearchParams(query);
      params.set('cursor', next);
      const response = await fetch(`/transactions/page-data?${params}`);
      if (!response.ok) throw new Error(`The page of rows was answered with ${response.status}`);
      const page = (await response.json()) as WirePage;
      setPages((before) => (before.at(-1)?.next === next ? [...before, page] : before));
    } catch {
      setFailed(true);
    } finally {
      isLoading.current = false;
    }
  }, [next, query]);

  return { pages, next, hasFailed, loadMore };
}
