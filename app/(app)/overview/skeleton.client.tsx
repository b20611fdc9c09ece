'use client';

import { Card } from '#components/ui/card.tsx';
import { Loading, RowsSkeleton, Skeleton } from '#components/ui/skeleton.tsx';

/** The overview before its numbers: the strip, the charts and the lists stand where they will. */
export function OverviewSkeleton() {
  return (
    <Loading className="grid gap-4 md:gap-5">
      <Card className="h-[10.5rem]">
        <Skeleton className="h-4 w-56" />
        <span className="mt-5 block border-t-2 border-line-strong" />
      </Card>
      <div className="grid items-start gap-4 md:gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-4 md:gap-5">
          <Card className="h-[31rem]">
            <Skeleton className="h-4 w-20" />
            <Skeleton className="mt-4 h-9 w-48" />
            <Skeleton className="mt-10 h-64 w-full" />
          </Card>
          <Card className="h-[28rem]">
            <Skeleton className="h-4 w-44" />
            <Skeleton className="mt-28 h-52 w-full" />
          </Card>
        </div>
        <div className="grid min-w-0 gap-4 md:gap-5">
          <RowsSkeleton count={4} row="h-[4.5rem]" />
          <RowsSkeleton count={8} row="h-15" />
        </div>
      </div>
    </Loading>
  );
}
