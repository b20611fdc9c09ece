'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { hideCookie, sightMaxAge } from '#app/_shared/sight.ts';
import { classNames } from '#components/ui/class-names.ts';
import { toast } from '#components/ui/toast.client.tsx';

const changed = 'plumb:hide-amounts';

/**
 * Hides or shows every amount on the page; the class on <html> is the state. Whoever has saved it elsewhere says so here
 * too: the page's own renewal compares what the server said before with what it says now, and knows nothing of the key.
 */
export function showAmountsHidden(hidden: boolean): void {
  document.documentElement.classList.toggle('hide-amounts', hidden);
  window.dispatchEvent(new Event(changed));
}

/** Hides or shows every amount at once, on this device, without a round trip. */
export function toggleAmounts(): void {
  const hidden = !areAmountsHidden();
  showAmountsHidden(hidden);
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not everywhere yet
  document.cookie = `${hideCookie}=${hidden ? 1 : 0}; path=/; max-age=${sightMaxAge}; samesite=lax`;
  if (hidden) toast('Amounts are hidden', 'Press the full stop key or the eye to show them again.');
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener(changed, onChange);
  return () => window.removeEventListener(changed, onChange);
}

function areAmountsHidden(): boolean {
  return document.documentElement.classList.contains('hide-amounts');
}

/** Whether amounts are hidden now; `atFirst` until the script has come. */
export function useAmountsHidden(atFirst: boolean): boolean {
  return useSyncExternalStore(subscribe, areAmountsHidden, () => atFirst);
}

/** The button for it; its key is the full stop. Without script only the switch of the settings works, and there is none. */
export function HideAmounts({ className }: { className?: string }) {
  const isHidden = useAmountsHidden(false);
  const Icon = isHidden ? EyeOff : Eye;
  return (
    <button
      type="button"
      onClick={toggleAmounts}
      aria-pressed={isHidden}
      aria-keyshortcuts="."
      title={isHidden ? 'Show amounts (.)' : 'Hide amounts (.)'}
      className={classNames(
        'inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink noscript:hidden',
        className,
      )}
    >
      <Icon aria-hidden className="size-5" strokeWidth={1.75} />
      <span className="sr-only">Hide amounts</span>
    </button>
  );
}
