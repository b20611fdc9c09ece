import { type Choice, isCut } from './choices.ts';
import type { StraddlingRow } from './placement.ts';
import { common, known, mayFitByChance, oneIn, type Sums, type SumsAt, sizeOf } from './sums.ts';

/**
 * `isCutPath`: the rows are cut in time at each anchor of the run up to this one. `isWholePath`: they even stand before it,
 * all of them.
 */
export type State = Choice & {
  readonly from: State | null;
  readonly isCutPath: boolean;
  readonly isWholePath: boolean;
};
/** `own`: the sums that the anchor's rows give. `left`: those of them that fit all anchors of the run up to it. */
export type Step = {
  readonly rows: readonly StraddlingRow[];
  readonly states: readonly State[];
  readonly base: bigint;
  readonly own: SumsAt;
  readonly left: SumsAt;
};

/**
 * What it says that the rows between two anchors are exact. evidence: they would hardly be, were one missing. none: they
 * might be by chance, and nothing will decide it. awaited: they might be, and the balance after the run decides. `isLater`:
 * later anchors were needed to say so.
 */
export type Weight = { readonly kind: 'evidence' | 'none' | 'awaited'; readonly isLater: boolean };

/** So many later balances are heard about an interval; what they leave undecided stays so, or its account would never settle. */
export const mostHeard = 8;

/**
 * Weighs the interval to the left of an anchor of a run, of which each interval was made exact. Were one row missing from this
 * one, the placements to its left and to its right would have to be wrong by what together makes up that row; so it is
 * evidence when there are few sums that fit all to its left, and few that fit all to its right.
 *
 * @param taken the state at each anchor of the run
 */
export function weigh(run: readonly Step[], taken: readonly State[], i: number): Weight {
  const [before, step, from, state] = [run[i - 1], run[i], taken[i - 1], taken[i]];
  if (!before || !step || !from || !state) return { kind: 'evidence', isLater: false };
  const isCutHere = isCut(state.mask);
  const left = from.isCutPath ? before.left.cut : before.left.any;
  let right = isCutHere ? step.own.cut : step.own.any;
  // A placement that is cut on one side only is one of two such kinds, and each may go wrong.
  const isHalfCut = from.isCutPath !== isCutHere && sizeOf(before.left.any) > 1 && sizeOf(step.own.any) > 1;
  const mayFit = (other: Sums) => {
    const rows = [...(sizeOf(left) > 1 ? before.rows : []), ...(sizeOf(other) > 1 ? step.rows : [])];
    return mayFitByChance(left, other, rows, isHalfCut ? 2 * oneIn : oneIn);
  };
  // A whole day before its balance is what is tried first, and no choice among many.
  const isWhole = isWholeDay(step.rows, state.mask) || sizeOf(right) === 1;
  if ((isWhole && (from.isWholePath || sizeOf(left) === 1)) || !mayFit(right))
    return { kind: 'evidence', isLater: false };
  if (mayFit(known([state], step.base))) return { kind: 'none', isLater: false };
  for (const later of run.slice(i + 1, i + 1 + mostHeard)) {
    right = common(right, later.own.any);
    if (!mayFit(right)) return { kind: 'evidence', isLater: true };
  }
  return { kind: run.length > i + mostHeard ? 'none' : 'awaited', isLater: true };
}

export function isWholeDay(rows: readonly StraddlingRow[], mask: bigint): boolean {
  return mask === (1n << BigInt(rows.length)) - 1n;
}
