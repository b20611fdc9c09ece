'use client';

import { useEffect, useRef } from 'react';
import { mayRenew, mayRenewInSight } from './looks.ts';
import { useRenewal } from './renewal.client.tsx';

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
 * while it is in sight and nobody's hand is on it.
 */
export function FollowTime({ everyMs }: { everyMs: number }) {
  const { isRenewing, renew, sinceRenewedMs } = useRenewal();
  const touchedAtMs = useRef(0);

  useEffect(() => {
    let wasHidden = document.hidden;
    const comeBack = () => {
      if (document.hidden) {
        wasHidden = true;
        return;
      }
      if (isBusy() || !mayRenew(wasHidden, sinceRenewedMs())) return;
      if (renew()) wasHidden = false;
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
  }, [renew, sinceRenewedMs]);

  useEffect(() => {
    if (isRenewing) return;
    const look = setInterval(() => {
      if (document.hidden || isBusy()) return;
      if (mayRenewInSight(everyMs, sinceRenewedMs(), performance.now() - touchedAtMs.current)) renew();
    }, lookMs);
    return () => clearInterval(look);
  }, [isRenewing, everyMs, renew, sinceRenewedMs]);
  return null;
}
