'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { mayRenew } from './looks.ts';

/** Something is being typed, or stands open over the page: what lies under it can wait. */
function isBusy(): boolean {
  const focused = document.activeElement;
  return (
    focused?.matches('input, textarea, select, iframe, [contenteditable]') === true ||
    document.querySelector('dialog[open], [role="dialog"], :popover-open') !== null
  );
}

/** Renews what a page shows from the server when a person comes back to it from another tab or window. */
export function FollowTime() {
  const router = useRouter();
  useEffect(() => {
    let wasHidden = document.hidden;
    let renewedAtMs = performance.now();
    const look = () => {
      if (document.hidden) {
        wasHidden = true;
        return;
      }
      if (isBusy() || !mayRenew(wasHidden, performance.now() - renewedAtMs)) return;
      wasHidden = false;
      renewedAtMs = performance.now();
      router.refresh();
    };
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, [router]);
  return null;
}
