'use client';

import { useEffect, useRef } from 'react';
import { pauseBeforeLook } from './looks.ts';
import { useRenewal } from './renewal.client.tsx';

/**
 * Renews the page from the server as long as something on it is being brought up to date: often at first, then seldom, and
 * not while nobody can see it.
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
  const { isRenewing, renew } = useRenewal();
  const isDueAtOnce = useRef(atOnce);
  const waitedMs = useRef(0);

  useEffect(() => {
    if (isDueAtOnce.current && !isRenewing) isDueAtOnce.current = !renew();
  }, [isRenewing, renew]);

  useEffect(() => {
    if (!isNeeded) waitedMs.current = 0;
    if (!isNeeded || isRenewing) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const pauseMs = pauseBeforeLook(waitedMs.current, everyMs);
      timer = setTimeout(() => {
        waitedMs.current += pauseMs;
        if (!document.hidden) renew();
        // Also for one that is over before it is shown as begun, or was not begun.
        wait();
      }, pauseMs);
    };
    wait();
    return () => clearTimeout(timer);
  }, [isNeeded, isRenewing, everyMs, renew]);
  return null;
}
