'use client';

import { useSearchParams } from 'next/navigation';
import { useEffect } from 'react';

/**
 * Leads to the place that the address names behind its `#`, marks it (`data-reached`) and gives it the focus where it can
 * take it: the content stands in its place only after the browser has looked for it.
 */
export function ReachAnchor() {
  const search = useSearchParams().toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search of one page may name another place
  useEffect(() => {
    const place = document.getElementById(location.hash.slice(1));
    if (!place) return;
    place.scrollIntoView();
    place.focus({ preventScroll: true });
    if (document.activeElement !== place) return;
    place.dataset.reached = '';
    place.addEventListener('blur', () => delete place.dataset.reached, { once: true });
  }, [search]);
  return null;
}
