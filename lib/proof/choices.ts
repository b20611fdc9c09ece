import type { StraddlingRow } from './placement.ts';

/**
 * One way to place the rows of an anchor's day: bit `i` of `mask` is set when row `i` stands before the anchor; `minor` is
 * the sum of those rows.
 */
export type Choice = { readonly mask: bigint; readonly minor: bigint };

/** How many ways are tried at one anchor. Fourteen rows of different amounts are tried in every way. */
export const mostChoices = 2 ** 14;
/** Of very many rows fewer ways are tried, so that the work stays the same; each cut in time always is. */
const mostWork = 2 ** 18;
/** Up to so many rows one exact sum can still be looked for when not every way is tried. */
export const mostSearched = 30;

/** `isComplete`: every way is given, not only the likeliest ones. */
export type Choices = { readonly all: readonly Choice[]; readonly isComplete: boolean };

/**
 * The ways to place some rows (in order of time) around one anchor, likeliest first: all before it, then all but the last
 * ones, then those that differ from such a cut in time by one row, by two … Of rows that cannot be told apart (same
 * amount, same span) the earlier go first. Beyond `mostChoices` ways only the likeliest are given.
 */
export function choicesOf(rows: readonly StraddlingRow[]): Choices {
  // Of more rows than that nobody asks which are alike: there are too many ways in any case.
  if (rows.length > mostSearched) return { all: likelyWays(rows), isComplete: false };
  const twinOf = rows.map((row, i) => earlierTwin(rows, row, i));
  if (countWays(twinOf) > mostChoices) return { all: likelyWays(rows), isComplete: false };
  const all = everyWay(rows.length, twinOf)
    .map((mask) => ({ mask, minor: sumOf(rows, mask), rank: rankOf(mask, rows.length) }))
    .sort((a, b) => a.rank.off - b.rank.off || b.rank.cut - a.rank.cut || (a.mask < b.mask ? -1 : 1))
    .map(({ mask, minor }) => ({ mask, minor }));
  return { all, isComplete: true };
}

export function sumOf(rows: readonly StraddlingRow[], mask: bigint): bigint {
  let sum = 0n;
  rows.forEach((row, i) => {
    if (has(mask, i)) sum += row.amountMinor;
  });
  return sum;
}

export function has(mask: bigint, i: number): boolean {
  return ((mask >> BigInt(i)) & 1n) === 1n;
}

export function withBit(mask: bigint, i: number): bigint {
  return mask | (1n << BigInt(i));
}

/** Whether a choice cuts the rows in time: the first ones before the anchor, the others after it. */
export function isCut(mask: bigint): boolean {
  return (mask & (mask + 1n)) === 0n;
}

function earlierTwin(rows: readonly StraddlingRow[], row: StraddlingRow, i: number): number {
  for (let j = i - 1; j >= 0; j -= 1) {
    const other = rows[j];
    if (other?.amountMinor === row.amountMinor && other.first === row.first && other.last === row.last) return j;
  }
  return -1;
}

/** The number of ways: of c rows that cannot be told apart, none, one … or all c stand before, which is c + 1. */
function countWays(twinOf: readonly number[]): number {
  const sizes = new Map<number, number>();
  const classOf: number[] = [];
  twinOf.forEach((twin, i) => {
    const home = twin === -1 ? i : (classOf[twin] ?? i);
    classOf.push(home);
    sizes.set(home, (sizes.get(home) ?? 0) + 1);
  });
  return [...sizes.values()].reduce((ways, size) => ways * (size + 1), 1);
}

function everyWay(count: number, twinOf: readonly number[]): bigint[] {
  let masks = [0n];
  for (let i = 0; i < count; i += 1) {
    const twin = twinOf[i] ?? -1;
    masks = masks.flatMap((mask) => (twin === -1 || has(mask, twin) ? [mask, withBit(mask, i)] : [mask]));
  }
  return masks;
}

/** Every cut in time, the latest first, then every cut with one row on the other side, then with two, as far as it may go. */
function likelyWays(rows: readonly StraddlingRow[]): Choice[] {
  const most = Math.min(mostChoices, Math.max(rows.length + 1, Math.floor(mostWork / rows.length)));
  const cuts: Choice[] = [{ mask: 0n, minor: 0n }];
  rows.forEach(({ amountMinor }, i) => {
    const [last = { mask: 0n, minor: 0n }] = cuts;
    cuts.unshift({ mask: withBit(last.mask, i), minor: last.minor + amountMinor });
  });
  const found = new Map(cuts.map((choice) => [choice.mask, choice]));
  let from: readonly Choice[] = cuts;
  for (let flips = 1; flips <= 2 && found.size < most; flips += 1) {
    const next: Choice[] = [];
    for (const { mask, minor } of from) {
      for (let i = 0; i < rows.length && found.size < most; i += 1) {
        const amount = rows[i]?.amountMinor ?? 0n;
        const flipped = { mask: mask ^ (1n << BigInt(i)), minor: has(mask, i) ? minor - amount : minor + amount };
        if (found.has(flipped.mask)) continue;
        found.set(flipped.mask, flipped);
        next.push(flipped);
      }
    }
    from = next;
  }
  return [...found.values()];
}

/** How many rows stand on another side than a cut in time would put them, and where the nearest such cut is. */
function rankOf(mask: bigint, count: number): { off: number; cut: number } {
  let off = 0;
  for (let i = 0; i < count; i += 1) if (has(mask, i)) off += 1;
  let best = { off, cut: 0 };
  for (let i = 0; i < count; i += 1) {
    off += has(mask, i) ? -1 : 1;
    if (off <= best.off) best = { off, cut: i + 1 };
  }
  return best;
}

/**
 * A way in which the rows before the anchor sum to `target`, with the rows of `forced` among them; null when there is none,
 * or when there are too many rows to look. Splits the rows in two halves, so its work is the root of the number of ways.
 */
export function findChoice(rows: readonly StraddlingRow[], target: bigint, forced: bigint): Choice | null {
  const free = rows.map((_, i) => i).filter((i) => !has(forced, i));
  if (free.length > mostSearched) return null;
  const half = free.length >> 1;
  const amount = (i: number) => rows[i]?.amountMinor ?? 0n;
  const left = halfSums(free.slice(0, half), amount);
  const rest = target - sumOf(rows, forced);
  for (const [minor, mask] of halfSums(free.slice(half), amount)) {
    const other = left.get(rest - minor);
    if (other !== undefined) return { mask: forced | mask | other, minor: target };
  }
  return null;
}

function halfSums(indices: readonly number[], amount: (i: number) => bigint): Map<bigint, bigint> {
  const sums = new Map<bigint, bigint>([[0n, 0n]]);
  for (const i of indices) {
    for (const [minor, mask] of [...sums]) {
      const more = minor + amount(i);
      if (!sums.has(more)) sums.set(more, withBit(mask, i));
    }
  }
  return sums;
}
