'use client';

import { Toast as Base } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

// Base UI's toasts and not another library's: others write a <style> element at run time, which the
// Content-Security-Policy refuses.
const manager = Base.createToastManager();

/** Says briefly that something happened. What needs an answer, or went wrong, belongs on the page instead. */
export function toast(title: string, description: string): void {
  manager.add({ title, description, priority: 'low' });
}

function List() {
  const { toasts } = Base.useToastManager();
  return toasts.map((one) => (
    <Base.Root
      key={one.id}
      toast={one}
      className="flex items-start gap-3 rounded-xl border border-line bg-raised py-2.5 pr-1.5 pl-4 shadow-floating transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0"
    >
      <div className="min-w-0 flex-1 py-1.5">
        <Base.Title className="text-sm font-medium" />
        <Base.Description className="text-sm text-muted" />
      </div>
      <Base.Close
        aria-label="Dismiss"
        className="inline-flex size-9 shrink-0 items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink"
      >
        <X aria-hidden className="size-4" />
      </Base.Close>
    </Base.Root>
  ));
}

/** Where toasts appear; stands once, in the root layout. */
export function Toaster({ children }: { children?: ReactNode }) {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className="fixed inset-x-3 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-60 mx-auto flex max-w-sm flex-col gap-2 md:right-6 md:bottom-6 md:left-auto md:mx-0 md:w-96">
          <List />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}
