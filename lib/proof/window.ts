import type { StoredAnchor } from './read-evidence.ts';
import { mostHeard } from './weight.ts';

/** A stretch of anchors that has to be judged anew, by index, both included. */
export type Window = { readonly first: number; readonly last: number };

/** The time in which something changed. */
export type Span = { readonly from: Date; readonly to: Date };

/** A difference's suspects lie up to so many days outside its interval. */
export const nearbyDays = 9;
const dayMs = 86_400_000;

/**
 * Which anchors a change concerns: those that have no verdict or another neighbour than when it was given, the ends of
 * intervals that wait, the ends of those in which or (where a difference is unexplained) near which rows changed, and of those
 * whose verdict rests on one of these. Widened to the left up to an anchor whose placement nothing later can change, so that judging the stretch alone gives what judging
 * everything would. Null when nothing is to be judged.
 */
export function windowOf(anchors: readonly StoredAnchor[], changed: Span | null): Window | null {
  const touched = anchors.flatMap((anchor, i) => (isTouched(anchors, anchor, i, changed) ? [i] : []));
  const [earliest, last] = [touched[0], touched.at(-1)];
  if (earliest === undefined || last === undefined) return null;
  const first = firstResting(anchors, earliest);
  let start = first;
  while (start > 0 && !(start < first && anchors[start]?.to?.isPinned && isBefore(anchors[start], changed))) start -= 1;
  return { first: start, last: nextPinned(anchors, last) };
}

/**
 * The next anchor after `index` where judging may stop: one that was pinned. Nothing after it changes if it comes out as it
 * was; otherwise the window has to reach further. The last anchor when there is none.
 */
export function nextPinned(anchors: readonly StoredAnchor[], index: number): number {
  const found = anchors.findIndex((anchor, i) => i > index && anchor.to?.isPinned);
  return found === -1 ? anchors.length - 1 : found;
}

/** The first verdict that rests on what lies at an anchor: this one's, or an earlier one that had to hear later balances. */
function firstResting(anchors: readonly StoredAnchor[], index: number): number {
  const nearest = Math.max(0, index - mostHeard);
  const found = anchors.findIndex(({ to }, i) => i >= nearest && i < index && to !== null && to.basis !== 'own');
  return found === -1 ? index : found;
}

function isBefore(anchor: StoredAnchor | undefined, changed: Span | null): boolean {
  return anchor !== undefined && (changed === null || anchor.asOf < changed.from);
}

function isTouched(anchors: readonly StoredAnchor[], anchor: StoredAnchor, i: number, changed: Span | null): boolean {
  const before = anchors[i - 1];
  if (i === 0) return anchor.to !== null || (changed !== null && changed.from <= anchor.asOf);
  if (!before || anchor.to?.fromAnchorId !== before.id || anchor.to.state === 'waiting') return true;
  if (changed === null) return false;
  const margin = anchor.to.state === 'unexplained' ? nearbyDays * dayMs : 0;
  return (
    changed.from.getTime() <= anchor.asOf.getTime() + margin && changed.to.getTime() >= before.asOf.getTime() - margin
  );
}
