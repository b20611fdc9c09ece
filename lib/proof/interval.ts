import type { Anchor } from './anchor.ts';
import { assign, type Decision } from './assignment.ts';
import { has, sumOf } from './choices.ts';
import { noRows, type PlacedRows } from './placement.ts';

/**
 * proven: the rows make up the difference to the cent; waiting: they do not yet, and no refresh has been read since, or they
 * do so by a guess that only the next balance can confirm; unexplained: they do not, though the bank was asked again; empty: nothing happened in less than a day, which counts for
 * nothing.
 */
export type IntervalState = 'proven' | 'waiting' | 'unexplained' | 'empty';

/** The time between two neighbouring anchors and what the posted rows say about it. Amounts in minor units. */
export type Interval = {
  readonly from: Anchor;
  readonly to: Anchor;
  readonly state: IntervalState;
  readonly anchorDiffMinor: bigint;
  readonly rowsMinor: bigint;
  readonly rowCount: number;
  /** rows that may stand on either side of `to` and were taken to stand before it (perhaps before `from` as well) */
  readonly beforeIds: readonly string[];
  /** rows that may stand on either side of `from` and were taken to stand after it (perhaps after `to` as well) */
  readonly afterIds: readonly string[];
  readonly isPinned: boolean;
};

/** What is missing from the rows of an interval (negative: an outflow is missing, or an inflow is too much). */
export function unexplainedMinor(interval: Pick<Interval, 'anchorDiffMinor' | 'rowsMinor'>): bigint {
  return interval.anchorDiffMinor - interval.rowsMinor;
}

export type Judgement = {
  /** one fewer than anchors */
  readonly intervals: readonly Interval[];
  /** per anchor: of the rows that may stand on either side of it, which were taken to stand before it, which after */
  readonly sides: readonly AnchorSides[];
};
export type AnchorSides = {
  readonly anchorId: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
};

export type Evidence = {
  /** oldest first */
  readonly anchors: readonly Anchor[];
  readonly placed: PlacedRows;
  /** when the bank began the newest refresh of transactions whose rows are all stored */
  readonly storedAttemptAt: Date | null;
  /** ids of the rows before the first anchor, when that was decided earlier; null: open */
  readonly start: ReadonlySet<string> | null;
  /** whether the last anchor is the account's newest, so that nothing stands to its right yet */
  readonly isNewest: boolean;
};

const dayMs = 86_400_000;

/**
 * Judges the intervals between anchors. Between two of them the posted rows must make up the difference to the cent. Rows
 * known by their day only, on an anchor's day, may stand on either side: the placement that makes the intervals exact is
 * taken and told. An exact interval with rows is proven at once, unless it is the newest one and its rows of unknown hour
 * are so many that a placement may fit by chance: that one waits for the next balance. A mismatch waits for a refresh that was begun after the
 * later balance and is unexplained from then on. No row is invented, none is left out.
 */
export function judge({ anchors, placed, storedAttemptAt, start, isNewest }: Evidence): Judgement {
  const differences = anchors.map((anchor, k) => anchor.currentMinor - (anchors[k - 1]?.currentMinor ?? 0n));
  const decisions = assign(differences, placed, start);
  const intervals = anchors.slice(1).map((to, i): Interval => {
    const [from, left, right] = [anchors[i], decisions[i], decisions[i + 1]];
    if (!from || !left || !right) throw new Error('Every anchor has a decision');
    const between = rowsBetween(left, right);
    const fixed = placed.fixed[i + 1] ?? noRows;
    const rowsMinor = fixed.minor + between.minor;
    const rowCount = fixed.count + between.count;
    const anchorDiffMinor = differences[i + 1] ?? 0n;
    const wasAsked = storedAttemptAt !== null && storedAttemptAt > to.asOf;
    const isShort = to.asOf.getTime() - from.asOf.getTime() < dayMs;
    const isGuess = right.isGuess && isNewest && i === anchors.length - 2;
    const state = stateOf({ isExact: rowsMinor === anchorDiffMinor, isGuess, rowCount, isShort, wasAsked });
    const [beforeIds, afterIds] = [idsOf(right, true), idsOf(left, false)];
    return { from, to, state, anchorDiffMinor, rowsMinor, rowCount, beforeIds, afterIds, isPinned: right.isPinned };
  });
  const sides = anchors.map(({ id }, i) => {
    const decision = decisions[i];
    if (!decision) throw new Error('Every anchor has a decision');
    return { anchorId: id, before: idsOf(decision, true), after: idsOf(decision, false) };
  });
  return { intervals, sides };
}

function stateOf(seen: {
  isExact: boolean;
  isGuess: boolean;
  rowCount: number;
  isShort: boolean;
  wasAsked: boolean;
}): IntervalState {
  if (seen.isExact && seen.isGuess) return 'waiting';
  if (seen.isExact && seen.rowCount > 0) return 'proven';
  if (seen.isExact && seen.isShort) return 'empty';
  if (!seen.wasAsked) return 'waiting';
  return seen.isExact ? 'proven' : 'unexplained';
}

function idsOf(decision: Decision, isBefore: boolean): string[] {
  return decision.rows.filter((_, i) => has(decision.mask, i) === isBefore).map(({ id }) => id);
}

/** The straddling rows between two neighbouring anchors: not before the left one, and not after the right one. */
function rowsBetween(left: Decision, right: Decision): { minor: bigint; count: number } {
  const rightPlace = new Map(right.rows.map((row, i) => [row.id, i]));
  const leftIds = new Set(left.rows.map(({ id }) => id));
  const afterLeft = left.rows.filter((row, i) => {
    const place = rightPlace.get(row.id);
    return !has(left.mask, i) && (place === undefined || has(right.mask, place));
  });
  const fresh = right.rows.filter((row, i) => !leftIds.has(row.id) && has(right.mask, i));
  const rows = [...afterLeft, ...fresh];
  return { minor: sumOf(rows, (1n << BigInt(rows.length)) - 1n), count: rows.length };
}
