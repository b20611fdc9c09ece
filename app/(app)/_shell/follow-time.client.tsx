'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef, useTransition } from 'react';
import { mayRenew, mayRenewInSight } from './looks.ts';

/** Something is being typed, or stands open over the page: what lies under it can wait. */
function isBusy(): boolean {
  const focused = document.activeElement;
  return (
    focused?.matches('input, textarea, select, iframe, [contenteditable]') === true ||
    document.querySelector('dialog[open], [role="dialog"], :popover-open') !== null
  );
}

const lookMs = 1_000;
const touches = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'scroll'] as const;

/**
 * Renews what a page shows from the server: when a person comes back to it from another tab or window, and every `everyMs`
 * while it is in sight and nobody's hand is on it. A page that keeps itself current (KeepCurrent) looks by itself already.
 */
export function FollowTime({ everyMs }: { everyMs: number }) {
  const router = useRouter();
  const [isRenewing, startRenewing] = useTransition();
  const renewedAtMs = useRef(0);
  const touchedAtMs = useRef(0);
  const renew = useCallback(() => {
    renewedAtMs.current = performance.now();
    startRenewing(() => router.refresh());
  }, [router]);

  useEffect(() => {
    let wasHidden = document.hidden;
    renewedAtMs.current = performance.now();
    const comeBack = () => {
      if (document.hidden) {
        wasHidden = true;
        return;
      }
      if (isBusy() || !mayRenew(wasHidden, performance.now() - renewedAtMs.current)) return;
      wasHidden = false;
      renew();
    };
    const touch = () => {
      touchedAtMs.current = performance.now();
    };
    document.addEventListener('visibilitychange', comeBack);
    window.addEventListener('focus', comeBack);
    for (const kind of touches) window.addEventListener(kind, touch, { passive: true, capture: true });
    return () => {
      document.removeEventListener('visibilitychange', comeBack);
      window.removeEventListener('focus', comeBack);
      for (const kind of touches) window.removeEventListener(kind, touch, { capture: true });
    };
  }, [renew]);

  useEffect(() => {
    // The next look waits until the last one is on the screen.
    if (isRenewing) return;
    const look = setInterval(() => {
      if (document.hidden || isBusy() || document.querySelector('[data-keeps-current]')) return;
      const nowMs = performance.now();
      if (mayRenewInSight(everyMs, nowMs - renewedAtMs.current, nowMs - touchedAtMs.current)) renew();
    }, lookMs);
    return () => clearInterval(look);
  }, [isRenewing, everyMs, renew]);
  return null;
}
