'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useTransition } from 'react';
import { pauseBeforeLook } from './looks.ts';

/**
 * Renews the page from the server, without a reload, as long as something on it is being brought up to date: often at first,
 * then seldom, and not while nobody can see it. The next look waits until the last one is on the screen: one begun before
 * that would keep it from ever getting there.
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
  const [isLooking, startLooking] = useTransition();
  const waitedMs = useRef(0);

  useEffect(() => {
    if (atOnce) startLooking(() => router.refresh());
  }, [atOnce, router]);

  useEffect(() => {
    if (!isNeeded) waitedMs.current = 0;
    if (!isNeeded || isLooking) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const pauseMs = pauseBeforeLook(waitedMs.current, everyMs);
      timer = setTimeout(() => {
        waitedMs.current += pauseMs;
        if (document.hidden) wait();
        else startLooking(() => router.refresh());
      }, pauseMs);
    };
    wait();
    return () => clearTimeout(timer);
  }, [isNeeded, isLooking, everyMs, router]);
  return isNeeded ? <span hidden data-keeps-current /> : null;
}
