'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useState } from 'react';
import { canMakePage } from '#app/_shared/can-make-page.ts';

/** How long after a vain question Plumb is asked again, in milliseconds; at once when the browser has a connection again. */
const pauseMs = 3_000;

/**
 * The way to another address of the list, taken only when Plumb can make the page: else what is shown stays, and the way is
 * taken as soon as Plumb answers, unless it is forgotten or another one is wanted by then. One short question before each
 * search, not only where the browser says that it is offline: it does not know when Plumb itself is away.
 */
export function useAskedWay() {
  const router = useRouter();
  const wanted = useRef<(() => void) | null>(null);
  const [vainly, setVainly] = useState(0);

  const ask = useCallback(async () => {
    const way = wanted.current;
    if (way === null) return;
    const can = await canMakePage();
    if (wanted.current !== way) return;
    setVainly((before) => (can ? 0 : before + 1));
    if (!can) return;
    wanted.current = null;
    way();
  }, []);

  const go = useCallback(
    (how: 'push' | 'replace', params: URLSearchParams) => {
      wanted.current = () =>
        router[how](params.size > 0 ? `/transactions?${params}` : '/transactions', { scroll: false });
      return ask();
    },
    [router, ask],
  );

  const forget = useCallback(() => {
    wanted.current = null;
    setVainly(0);
  }, []);

  useEffect(() => {
    if (vainly === 0) return;
    const timer = setTimeout(ask, pauseMs);
    window.addEventListener('online', ask);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('online', ask);
    };
  }, [vainly, ask]);
  useEffect(() => forget, [forget]);

  return { go, forget, isAway: vainly > 0 };
}
