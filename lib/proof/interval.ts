import type { Anchor } from './anchor.ts';
import { assign, type Decision, type Start } from './assignment.ts';
import { has, sumOf } from './choices.ts';
import { noRows, type PlacedRows } from './placement.ts';
import type { Weight } from './weight.ts';

/**
 * proven: the rows make up the difference to the cent; waiting: they do not yet, and no refresh has been read since, or they
 * might do so by chance, and the next balance shows it; unexplained: they do not, though the bank was asked again; ambiguous:
 * they do, but so many of them may stand on either side that it says nothing; empty: nothing happened in less than a day,
 * which counts for nothing.
 */
export type IntervalState = 'proven' | 'waiting' | 'unexplained' | 'ambiguous' | 'empty';
/**
 * own: the verdict rests on nothing after the interval. later: it rests on later balances, or waits for them. open: so does
 * it perhaps, and the placement at its end is one of more than can be tried.
 */
export type IntervalBasis = 'own' | 'later' | 'open';

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
  readonly basis: IntervalBasis;
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
  /** whether a verdict waits for a balance after the last one */
  readonly isOpenEnded: boolean;
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
  /** what was decided earlier at the first anchor; null: nothing */
  readonly start: Start | null;
};

const dayMs = 86_400_000;

/**
 * Judges the intervals between anchors. Between two of them the posted rows must make up the difference to the cent. Rows
 * known by their day only, on an anchor's day, may stand on either side: the placement that makes the intervals exact is
 * taken and told. An exact interval with rows is proven at once, unless its rows of unknown hour are so many that a placement
 * may fit by chance: then it waits for the balances that show it, or is ambiguous where none will. A mismatch waits for a
 * refresh that was begun after the later balance and is unexplained from then on. No row is invented, none is left out.
 */
export function judge({ anchors, placed, storedAttemptAt, start }: Evidence): Judgement {
  const differences = anchors.map((anchor, k) => anchor.currentMinor - (anchors[k - 1]?.currentMinor ?? 0n));
  const decisions = assign(differences, placed, start);
  const intervals: Interval[] = [];
  // From the newest to the oldest: one that may fit by chance waits as long as the first inexact one after it does.
  let isAwaited = true;
  let isLastRun = true;
  let isOpenEnded = false;
  for (let i = anchors.length - 1; i > 0; i -= 1) {
    const [from, to, left, right] = [anchors[i - 1], anchors[i], decisions[i - 1], decisions[i]];
    if (!from || !to || !left || !right) throw new Error('Every anchor has a decision');
    const between = rowsBetween(left, right);
    const fixed = placed.fixed[i] ?? noRows;
    const rowsMinor = fixed.minor + between.minor;
    const rowCount = fixed.count + between.count;
    const anchorDiffMinor = differences[i] ?? 0n;
    const wasAsked = storedAttemptAt !== null && storedAttemptAt > to.asOf;
    const isShort = to.asOf.getTime() - from.asOf.getTime() < dayMs;
    const isExact = rowsMinor === anchorDiffMinor;
    const { kind, isLater } = right.weight;
    const weight = kind === 'awaited' && !isAwaited ? 'none' : kind;
    const state = stateOf({ isExact, weight, rowCount, isShort, wasAsked });
    isLastRun &&= isExact;
    isOpenEnded ||= isLastRun && kind === 'awaited';
    if (!isExact) isAwaited = state === 'waiting';
    const [beforeIds, afterIds] = [idsOf(right, true), idsOf(left, false)];
    const basis = right.isOpen ? 'open' : isLater ? 'later' : 'own';
    const { isPinned } = right;
    intervals.unshift({ from, to, state, anchorDiffMinor, rowsMinor, rowCount, beforeIds, afterIds, isPinned, basis });
  }
  const sides = anchors.map(({ id }, i) => {
    const decision = decisions[i];
    if (!decision) throw new Error('Every anchor has a decision');
    return { anchorId: id, before: idsOf(decision, true), after: idsOf(decision, false) };
  });
  return { intervals, sides, isOpenEnded };
}

function stateOf(seen: {
  isExact: boolean;
  weight: Weight['kind'];
  rowCount: number;
  isShort: boolean;
  wasAsked: boolean;
}): IntervalState {
  if (!seen.isExact) return seen.wasAsked ? 'unexplained' : 'waiting';
  if (seen.rowCount === 0 && seen.isShort) return 'empty';
  if (seen.weight === 'awaited' || (seen.rowCount === 0 && !seen.wasAsked)) return 'waiting';
  return seen.weight === 'none' ? 'ambiguous' : 'proven';
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
