import { isDateOnly, spanOfPosting } from '../dates/day.ts';
import type { Anchor } from './anchor.ts';

/** A row in the bank's ledger. `ref` is the bank's id: it orders rows of one moment, the same on every machine. */
export type PostedRow = {
  readonly id: string;
  readonly ref: string;
  readonly amountMinor: bigint;
  readonly postedAt: Date;
  readonly transactedAt: Date;
};

/** The sum and the number of some rows. */
export type RowSum = { readonly minor: bigint; readonly count: number };
export const noRows: RowSum = { minor: 0n, count: 0 };

/**
 * The gaps in which a row may stand: gap `g` lies between anchor `g - 1` and anchor `g`, so gap 0 is before the first and
 * gap n after the last of n anchors. `first === last` when there is no choice.
 */
export type Gaps = { readonly first: number; readonly last: number };

/** A row that may stand on either side of at least one anchor. */
export type StraddlingRow = PostedRow & Gaps;

/** What the engine needs to know of an account's rows: sums where there is no choice, single rows where there is one. */
export type PlacedRows = { readonly fixed: readonly RowSum[]; readonly straddling: readonly StraddlingRow[] };

/** Says for each posting moment in which gaps between these anchors (oldest first) its row may stand. */
export function gapFinder(anchors: readonly Anchor[], zone: string): (postedAt: Date) => Gaps {
  const moments = anchors.map(({ asOf }) => asOf.getTime());
  const known = new Map<number, Gaps>();
  return (postedAt) => {
    const at = postedAt.getTime();
    if (!isDateOnly(postedAt)) return only(countBefore(moments, at));
    const seen = known.get(at);
    if (seen) return seen;
    const span = spanOfPosting(postedAt, zone);
    const gaps = { first: countBefore(moments, span.from.getTime()), last: countBefore(moments, span.to.getTime()) };
    known.set(at, gaps);
    return gaps;
  };
}

/** How many moments lie before `at`. An anchor counts what posted at its very moment, so that row stands before it. */
function countBefore(moments: readonly number[], at: number): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((moments[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function only(gap: number): Gaps {
  return { first: gap, last: gap };
}

/** Splits rows into sums per gap and the rows whose place is open. */
export function placeRows(rows: Iterable<PostedRow>, anchors: readonly Anchor[], zone: string): PlacedRows {
  const gapsOf = gapFinder(anchors, zone);
  const fixed: RowSum[] = Array.from({ length: anchors.length + 1 }, () => noRows);
  const straddling: StraddlingRow[] = [];
  for (const row of rows) {
    const gaps = gapsOf(row.postedAt);
    if (gaps.first === gaps.last) fixed[gaps.first] = plus(fixed[gaps.first] ?? noRows, row.amountMinor);
    else straddling.push({ ...row, ...gaps });
  }
  return { fixed, straddling };
}

export function plus(sum: RowSum, minor: bigint, count = 1): RowSum {
  return { minor: sum.minor + minor, count: sum.count + count };
}

/** Rows of one account in the one order that all choices are made in: by time, then by the bank's id. */
export function byTime(a: PostedRow, b: PostedRow): number {
  return (
    a.postedAt.getTime() - b.postedAt.getTime() ||
    a.transactedAt.getTime() - b.transactedAt.getTime() ||
    (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0)
  );
}
