'use client';

import { useEffect } from 'react';

/**
 * Leads to the place that the address names behind its `#`, and gives it the focus where it can take it: the content stands
 * in its place only after the browser has looked for it.
 */
export function ReachAnchor() {
  useEffect(() => {
    const place = document.getElementById(location.hash.slice(1));
    place?.scrollIntoView();
    place?.focus({ preventScroll: true });
  }, []);
  return null;
}
