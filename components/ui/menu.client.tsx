'use client';

import { Menu as Base } from '@base-ui/react/menu';
import Link from 'next/link';
import type { ReactElement, ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type MenuItem = { label: string; icon?: ReactNode; danger?: boolean } & (
  | { href: string }
  | { onSelect: () => void }
);

const item =
  'flex min-h-11 w-full items-center gap-2.5 rounded-md px-3 text-sm outline-none data-highlighted:bg-sunken md:min-h-9';

/** A short list of things to do, behind a button. */
export function Menu({
  trigger,
  items,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly MenuItem[];
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align="end" className="z-50">
          <Base.Popup className="min-w-48 rounded-xl border border-line bg-raised p-1 shadow-floating outline-none">
            {items.map((entry) => {
              const className = classNames(item, entry.danger && 'text-danger');
              const inner = (
                <>
                  {entry.icon}
                  {entry.label}
                </>
              );
              return 'href' in entry ? (
                <Base.Item key={entry.label} className={className} render={<Link href={entry.href}>{inner}</Link>} />
              ) : (
                <Base.Item key={entry.label} className={className} onClick={entry.onSelect}>
                  {inner}
                </Base.Item>
              );
            })}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
