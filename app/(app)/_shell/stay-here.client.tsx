'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { canMakePage } from '#app/_shared/can-make-page.ts';

/** Where a click leads away from this page within the app; null for what stays here, opens beside it, or is heard elsewhere. */
function wayOut(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
  if (!link || link.target || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const { origin, pathname, search, hash, href, searchParams } = new URL(link.href);
  const here = window.location;
  if (origin !== here.origin || (hash && pathname === here.pathname && search === here.search)) return null;
  // The list opens its rows without another page, and says itself what does not come.
  if (searchParams.has('row') && link.closest('[data-opens-rows]')) return null;
  return href;
}

/**
 * Keeps the page where a link would lose it for the browser's own page of errors: when the browser has no connection, Plumb
 * is asked first, for it may run on this very device; if it does not answer, the page stays and says so.
 */
export function StayHere() {
  const router = useRouter();
  const [isAway, setAway] = useState(false);

  useEffect(() => {
    const onClick = (event: MouseEvent) => {
      if (navigator.onLine) return;
      const href = wayOut(event);
      if (href === null) return;
      event.preventDefault();
      canMakePage().then((can) => {
        setAway(!can);
        if (can) router.push(href);
      });
    };
    const onOnline = () => setAway(false);
    // Before anybody else hears of it.
    window.addEventListener('click', onClick, true);
    window.addEventListener('online', onOnline);
    return () => {
      window.removeEventListener('click', onClick, true);
      window.removeEventListener('online', onOnline);
    };
  }, [router]);

  return (
    <p
      role="status"
      className="fixed inset-x-4 top-3 z-60 mx-auto max-w-md rounded-xl border border-line bg-raised px-4 py-3 text-center text-sm shadow-floating empty:hidden print:hidden"
    >
      {isAway
        ? 'There is no connection, and Plumb cannot be reached. What is shown stays; try again when you are online.'
        : null}
    </p>
  );
}
