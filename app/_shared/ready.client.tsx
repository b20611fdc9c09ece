'use client';

import { useEffect, useSyncExternalStore } from 'react';

const never = () => () => undefined;

/**
 * Marks `<html data-ready>` once every part of the document listens to the person: keys and switches are heard from then
 * on, links and forms work before. Stands in the root layout and in what arrives after it, which is hydrated later: whoever
 * is hydrated while another one still waits leaves the mark to that one.
 */
export function Ready() {
  const isHydrated = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  useEffect(() => {
    if (isHydrated && !document.querySelector('[data-waiting]')) document.documentElement.dataset.ready = '';
  }, [isHydrated]);
  return isHydrated ? null : <span hidden data-waiting />;
}
