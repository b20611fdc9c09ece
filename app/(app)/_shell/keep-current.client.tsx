'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { pauseBeforeLook } from './looks.ts';

/**
 * Renews the page from the server, without a reload, as long as something on it is being brought up to date: often at first,
 * then seldom, and not while nobody can see it.
 */
export function KeepCurrent({
  isNeeded,
  everyMs = 1500,
  atOnce = false,
}: {
  isNeeded: boolean;
  everyMs?: number;
  /** once in any case: what stands around the page was made before what the page shows */
  atOnce?: boolean;
}) {
  const router = useRouter();
  useEffect(() => {
    if (atOnce) router.refresh();
  }, [atOnce, router]);

  useEffect(() => {
    if (!isNeeded) return;
    let waitedMs = 0;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const pauseMs = pauseBeforeLook(waitedMs, everyMs);
      timer = setTimeout(() => {
        waitedMs += pauseMs;
        if (!document.hidden) router.refresh();
        wait();
      }, pauseMs);
    };
    wait();
    return () => clearTimeout(timer);
  }, [isNeeded, everyMs, router]);
  return null;
}
