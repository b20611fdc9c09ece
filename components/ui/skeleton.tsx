import type { ReactNode } from 'react';
import { Card } from './card.tsx';
import { classNames } from './class-names.ts';

/** A place held in the shape of what comes. Hidden from readers, who are told once by the `Loading` around it. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={classNames('skeleton block rounded-md', className)} />;
}

/** What stands on a page until its content is here. */
export function Loading({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div role="status" className={className}>
      <span className="sr-only">Loading</span>
      {children}
    </div>
  );
}

const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'] as const;

/** A list of rows with a text at the left and an amount at the right. */
export function RowsSkeleton({ count, row }: { count: number; row: string }) {
  return (
    <Card flush className="overflow-hidden">
      {rows.slice(0, count).map((key) => (
        <div
          key={key}
          className={classNames(
            'flex items-center justify-between border-b border-line px-4 last:border-b-0 md:px-5',
            row,
          )}
        >
          <Skeleton className="h-4 w-2/5" />
          <Skeleton className="h-4 w-16" />
        </div>
      ))}
    </Card>
  );
}
