'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

type DialogProps = {
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** the button that opens it; left out when `open` is given */
  trigger?: ReactElement<Record<string, unknown>>;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** drawer: at the right edge, the height of the window (a sheet from below on phones) */
  shape?: 'centered' | 'drawer';
};

const shapes = {
  centered:
    'fixed inset-x-0 bottom-0 max-h-[92dvh] overflow-y-auto rounded-t-2xl md:inset-auto md:top-1/2 md:left-1/2 md:w-[min(30rem,calc(100vw-2rem))] md:-translate-x-1/2 md:-translate-y-1/2 md:rounded-2xl',
  drawer:
    'fixed inset-x-0 bottom-0 max-h-[92dvh] overflow-y-auto rounded-t-2xl md:inset-y-0 md:right-0 md:left-auto md:max-h-none md:w-[28rem] md:rounded-none md:border-l',
} as const;

/** A question or a detail in front of the page. Focus stays inside, Escape leaves, and goes back to where it was. */
export function Dialog({ title, description, children, trigger, open, onOpenChange, shape = 'centered' }: DialogProps) {
  return (
    <Base.Root {...(open !== undefined && { open })} {...(onOpenChange && { onOpenChange })}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          className={classNames(
            'z-50 border-line bg-raised p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] shadow-floating transition-[opacity,translate] duration-150 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0',
            shapes[shape],
          )}
        >
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="text-lg font-semibold tracking-tight">{title}</Base.Title>
            <Base.Close
              aria-label="Close"
              className="-mt-2 -mr-2 inline-flex size-11 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
            >
              <X aria-hidden className="size-5" strokeWidth={1.75} />
            </Base.Close>
          </div>
          {description ? <Base.Description className="mt-1 text-muted">{description}</Base.Description> : null}
          <div className="mt-4">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
