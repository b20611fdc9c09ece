import { classNames } from './class-names.ts';

/** A place held in the shape of what comes. Hidden from readers: they are told once, by the region that loads. */
export function Skeleton({ className }: { className: string }) {
  return <span aria-hidden className={classNames('skeleton block rounded-md', className)} />;
}
