import { type Choices, isCut, mostChoices, mostSearched } from './choices.ts';
import type { StraddlingRow } from './placement.ts';

/**
 * The sums that placements of an anchor's rows give, each less what stands between the anchors of a run: two neighboring
 * anchors are placed to fit when theirs are the same. Of more rows than can be tried `values` has some of them, and there
 * are at most `times` as many.
 */
export type Sums = { readonly values: ReadonlySet<bigint>; readonly times: number };

/** Of all placements that might have been taken, those that cut the rows in time are few, and are what a bank does. */
export type SumsAt = { readonly any: Sums; readonly cut: Sums };

/** Of so many rows every sum is known where not every way is tried; each further one doubles their number. */
const mostSummed = Math.log2(mostChoices);
/** However small the rows are, a missing one may have any of so many amounts. */
const leastAmounts = 2_000n;
/** So many rows without cents say that a missing one would have none either; one alone says nothing. */
const leastAlike = 2;
/** A row missing in one of so many intervals may go unseen. */
export const oneIn = 100;

export function sumsOf(rows: readonly StraddlingRow[], choices: Choices, base: bigint): SumsAt {
  return {
    any: choices.isComplete ? known(choices.all, base) : sumsOfMany(rows, base),
    cut: known(
      choices.all.filter(({ mask }) => isCut(mask)),
      base,
    ),
  };
}

export function known(sums: readonly { readonly minor: bigint }[], base: bigint): Sums {
  return { values: new Set(sums.map(({ minor }) => minor - base)), times: 1 };
}

export function sizeOf({ values, times }: Sums): number {
  return values.size * times;
}

/** The sums that fit both; of two that are not known in full, the later. */
export function common(earlier: Sums, later: Sums): Sums {
  if (later.times > 1) return earlier.times > 1 ? later : earlier;
  if (earlier.times > 1) return later;
  const [few, many] = earlier.values.size < later.values.size ? [earlier, later] : [later, earlier];
  return { values: new Set([...few.values].filter((value) => many.values.has(value))), times: 1 };
}

/**
 * Whether an interval that some row is missing from might be exact all the same, in more than one of `share` cases: the sums
 * that fit all to its left, each with each that fits all to its right, make up as many differences that nobody would see.
 * A missing row is taken to amount to one of as many cents as the smaller of these rows do, and what counts is where the
 * differences lie densest.
 */
export function mayFitByChance(left: Sums, right: Sums, rows: readonly StraddlingRow[], share: number): boolean {
  const pairs = sizeOf(left) * sizeOf(right);
  if (pairs <= 1) return false;
  if (pairs === Number.POSITIVE_INFINITY) return true;
  const amounts = amountsAmong(rows);
  const hidden =
    pairs <= mostChoices && left.times * right.times === 1
      ? densest(differences(left, right), amounts)
      : Math.min(
          sizeOf(left) * right.times * densest(right.values, amounts),
          sizeOf(right) * left.times * densest(left.values, amounts),
        );
  return hidden * Number(grainOf(rows)) * share > Number(amounts);
}

/** The sums of the largest rows; the others could put each of these anywhere. */
function sumsOfMany(rows: readonly StraddlingRow[], base: bigint): Sums {
  if (rows.length > mostSearched) return { values: new Set([-base]), times: Number.POSITIVE_INFINITY };
  const largest = rows.map(({ amountMinor }) => amountMinor).sort((a, b) => (absolute(a) > absolute(b) ? -1 : 1));
  const values = new Set([-base]);
  for (const amount of largest.slice(0, mostSummed)) for (const value of [...values]) values.add(value + amount);
  return { values, times: 2 ** (rows.length - mostSummed) };
}

function differences(left: Sums, right: Sums): Set<bigint> {
  const found = new Set<bigint>();
  for (const one of left.values) for (const other of right.values) found.add(other - one);
  found.delete(0n);
  return found;
}

/** The most values that lie within so many cents of each other. */
function densest(values: ReadonlySet<bigint>, width: bigint): number {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
  let most = 0;
  let from = 0;
  sorted.forEach((value, to) => {
    while (value - (sorted[from] ?? value) >= width) from += 1;
    most = Math.max(most, to - from + 1);
  });
  return most;
}

/** How many amounts a missing row may have: three in four of the rows have a larger one. */
function amountsAmong(rows: readonly StraddlingRow[]): bigint {
  const sorted = rows.map(({ amountMinor }) => absolute(amountMinor)).sort((a, b) => (a < b ? -1 : 1));
  const quarter = sorted[sorted.length >> 2] ?? 0n;
  return quarter > leastAmounts ? quarter : leastAmounts;
}

/** What all amounts are a multiple of, up to a hundred: where there are no cents, a hundred times fewer amounts can be missing. */
function grainOf(rows: readonly StraddlingRow[]): bigint {
  if (rows.length < leastAlike) return 1n;
  return rows.reduce((grain, { amountMinor }) => commonDivisor(grain, absolute(amountMinor)), 100n);
}

function commonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonDivisor(b, a % b);
}

function absolute(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
