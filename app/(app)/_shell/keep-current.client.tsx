'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** For how long the page looks again at most, in milliseconds. */
const atMostMs = 120_000;

/** Renews the page from the server, without a reload, as long as something on it is being brought up to date. */
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
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks * everyMs > atMostMs) clearInterval(timer);
      else if (!document.hidden) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [isNeeded, everyMs, router]);
  return null;
}
