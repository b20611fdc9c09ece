'use client';

import { Card } from '#components/ui/card.tsx';
import { Loading, RowsSkeleton, Skeleton } from '#components/ui/skeleton.tsx';

/** An account before its numbers: title, balance and chart, proof and permissions stand where they will. */
export function AccountSkeleton() {
  return (
    <Loading className="grid gap-4 md:gap-5">
      <div className="mt-10 mb-3 md:mb-4">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="mt-3 h-4 w-44" />
      </div>
      <Card className="h-[27rem]">
        <Skeleton className="h-4 w-16" />
        <Skeleton className="mt-3 h-9 w-44" />
        <Skeleton className="mt-12 h-52 w-full" />
      </Card>
      <div className="grid items-start gap-4 md:gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <RowsSkeleton count={8} row="h-16" />
        <RowsSkeleton count={4} row="h-16" />
      </div>
    </Loading>
  );
}
