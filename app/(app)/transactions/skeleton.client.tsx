'use client';

import { Loading, RowsSkeleton, Skeleton } from '#components/ui/skeleton.tsx';

/** The line of totals before they are there, as high as with them. */
export function TotalsSkeleton() {
  return (
    <div aria-hidden className="mb-3 flex h-5 items-center">
      <Skeleton className="h-4 w-80 max-w-full" />
    </div>
  );
}

/** The list before its rows: search, totals and lines stand where they will. */
export function TransactionsSkeleton() {
  return (
    <Loading>
      <span className="flex gap-2">
        <Skeleton className="h-11 flex-1" />
        <Skeleton className="h-11 w-28" />
      </span>
      <Skeleton className="my-4 h-4 w-80 max-w-full" />
      <RowsSkeleton count={12} row="h-[62px] md:h-11" />
    </Loading>
  );
}
