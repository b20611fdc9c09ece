'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** How often the page looks again while something is under way, and for how long at most, in milliseconds. */
const everyMs = 1500;
const atMostMs = 120_000;

/** Renews the page from the server, without a reload, as long as something on it is being brought up to date. */
export function KeepCurrent({ isNeeded }: { isNeeded: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isNeeded) return;
    let looks = 0;
    const timer = setInterval(() => {
      looks += 1;
      if (looks * everyMs > atMostMs) clearInterval(timer);
      else if (!document.hidden) router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [isNeeded, router]);
  return null;
}
