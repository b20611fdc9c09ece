import { type Choice, type Choices, choicesOf, findChoice, has, isCut, sumOf, withBit } from './choices.ts';
import type { PlacedRows, StraddlingRow } from './placement.ts';
import { byTime, noRows } from './placement.ts';
import { common, known, sizeOf, sumsOf } from './sums.ts';
import { isWholeDay, type State, type Step, type Weight, weigh } from './weight.ts';

/**
 * What was decided at one anchor. `isPinned`: nothing that comes later changes it. `isOpen`: pinned, though it is only one
 * of more placements than can be tried: what follows may build on it, but proves nothing by it. `weight`: what it says that
 * the interval to its left is exact.
 */
export type Decision = {
  readonly rows: readonly StraddlingRow[];
  readonly mask: bigint;
  readonly isPinned: boolean;
  readonly isOpen: boolean;
  readonly weight: Weight;
};

/** What was decided earlier at the first of some anchors: the ids of the rows before it. */
export type Start = { readonly before: ReadonlySet<string>; readonly isOpen: boolean };

/** How many sums are looked for one by one where not every way could be tried. */
const mostTargets = 64;

/**
 * Places the straddling rows at each anchor so that as many intervals as possible become exact. From left to right it keeps
 * every choice that makes all intervals of a run exact; where none is left the run ends with its likeliest choice, the
 * interval stays inexact, and a new run begins. So what is decided up to an anchor with a single choice left never depends
 * on what comes after it.
 *
 * @param differences of anchor k and anchor k - 1, in minor units; the first one is not used
 */
export function assign(differences: readonly bigint[], placed: PlacedRows, start: Start | null): Decision[] {
  const ordered = [...placed.straddling].sort(byTime);
  const decisions: Decision[] = [];
  let run: Step[] = [];
  let isIncomplete = false;
  differences.forEach((difference, k) => {
    const rows = ordered.filter((row) => row.first <= k && k < row.last);
    const choices = choicesOf(rows);
    const last = run.at(-1);
    if (!last) {
      run = [start ? resumed(rows, choices, start) : beginning(rows, choices)];
      isIncomplete = !start && !choices.isComplete;
      return;
    }
    const link = linkOf(last.rows, rows, difference - (placed.fixed[k] ?? noRows).minor);
    const states = follow(last.states, choices, rows, link);
    if (states.length > 0) {
      run.push(following(last, rows, choices, states, link));
      isIncomplete = false;
      return;
    }
    const mended = isIncomplete ? reopen(last.rows, choices, rows, link) : [];
    if (mended.length > 0) {
      const reopened = { ...last, states: mended.map(({ from }) => from as State) };
      run = [reopened, following(reopened, rows, choices, mended, link)];
      isIncomplete = false;
      return;
    }
    const closed = close(run);
    decisions.push(...closed);
    const forced = link.carry(closed.at(-1)?.mask ?? 0n);
    const allowed = choices.all.filter(({ mask }) => (forced & ~mask) === 0n);
    const all = allowed.length > 0 ? allowed : [{ mask: forced, minor: sumOf(rows, forced) }];
    run = [beginning(rows, { ...choices, all })];
    isIncomplete = !choices.isComplete;
  });
  return [...decisions, ...close(run)];
}

function beginning(rows: readonly StraddlingRow[], choices: Choices): Step {
  const states = choices.all.map((choice) => first(rows, choice));
  const own = sumsOf(rows, choices, 0n);
  return { rows, states, base: 0n, own, left: own };
}

function resumed(rows: readonly StraddlingRow[], choices: Choices, { before, isOpen }: Start): Step {
  const mask = rows.reduce((bits, row, i) => (before.has(row.id) ? withBit(bits, i) : bits), 0n);
  const state = { mask, minor: sumOf(rows, mask), from: null, isCutPath: !isOpen, isWholePath: !isOpen };
  const own = sumsOf(rows, choices, 0n);
  const only = known([state], 0n);
  return { rows, states: [state], base: 0n, own, left: isOpen ? own : { any: only, cut: only } };
}

function following(
  last: Step,
  rows: readonly StraddlingRow[],
  choices: Choices,
  states: readonly State[],
  link: Link,
): Step {
  const base = last.base + link.step;
  const own = sumsOf(rows, choices, base);
  const left = { any: common(last.left.any, own.any), cut: common(last.left.cut, own.cut) };
  // Cut in time all the way, and the only one so: what else might fit is far less likely than what a bank does.
  const isOnlyCut = states.length === 1 && states[0]?.isCutPath === true && sizeOf(left.cut) === 1;
  return { rows, states, base, own, left: isOnlyCut ? { any: left.cut, cut: left.cut } : left };
}

/**
 * What ties the choices of two neighbouring anchors. The rows between them are the fixed ones, those that straddle only the
 * left one and stand after it, and those that stand before the right one and not before the left one: they are exact when
 * the sums of the two choices differ by `step`. A row before the left anchor is before the right one as well: `carry`.
 */
type Link = { readonly step: bigint; readonly carry: (mask: bigint) => bigint };

function linkOf(left: readonly StraddlingRow[], right: readonly StraddlingRow[], missing: bigint): Link {
  const places = new Map(right.map((row, i) => [row.id, i]));
  const shared = left.flatMap((row, i) => {
    const place = places.get(row.id);
    return place === undefined ? [] : [[i, place] as const];
  });
  const onlyLeft = left.reduce((sum, row) => (places.has(row.id) ? sum : sum + row.amountMinor), 0n);
  // Anchors of one day mostly have the same rows; of thousands, a mask is not rebuilt bit by bit.
  const isSame = shared.length === right.length && shared.every(([i, place]) => i === place);
  return {
    step: missing - onlyLeft,
    carry:
      isSame && shared.length === left.length
        ? (mask) => mask
        : (mask) => shared.reduce((bits, [i, place]) => (has(mask, i) ? withBit(bits, place) : bits), 0n),
  };
}

/** Choices at the right anchor that some state at the left one makes exact, each with the likeliest such state. */
function follow(states: readonly State[], choices: Choices, rows: readonly StraddlingRow[], link: Link): State[] {
  const bySum = new Map<bigint, { state: State; carried: bigint }[]>();
  for (const state of states) {
    const list = bySum.get(state.minor) ?? [];
    list.push({ state, carried: link.carry(state.mask) });
    bySum.set(state.minor, list);
  }
  const found = choices.all.flatMap((choice): State[] => {
    const fit = bySum.get(choice.minor - link.step)?.find(({ carried }) => (carried & ~choice.mask) === 0n);
    return fit ? [after(fit.state, rows, choice)] : [];
  });
  if (found.length > 0 || choices.isComplete) return found;
  for (const state of states.slice(0, mostTargets)) {
    const choice = findChoice(rows, state.minor + link.step, link.carry(state.mask));
    if (choice) return [after(state, rows, choice)];
  }
  return [];
}

/** When a run began with too many rows to try every way, looks for the way at its first anchor that fits the second. */
function reopen(left: readonly StraddlingRow[], choices: Choices, rows: readonly StraddlingRow[], link: Link): State[] {
  for (const choice of choices.all.slice(0, mostTargets)) {
    const found = findChoice(left, choice.minor - link.step, 0n);
    if (found && (link.carry(found.mask) & ~choice.mask) === 0n) {
      return [after(first(left, found), rows, choice)];
    }
  }
  return [];
}

function first(rows: readonly StraddlingRow[], choice: Choice): State {
  return { ...choice, from: null, isCutPath: isCut(choice.mask), isWholePath: isWholeDay(rows, choice.mask) };
}

function after(from: State, rows: readonly StraddlingRow[], choice: Choice): State {
  const { isCutPath, isWholePath } = first(rows, choice);
  return {
    ...choice,
    from,
    isCutPath: from.isCutPath && isCutPath,
    isWholePath: from.isWholePath && isWholePath,
  };
}

/** Ends a run: its last anchor takes the likeliest choice, the others what led to it. */
function close(run: readonly Step[]): Decision[] {
  const taken: State[] = [];
  for (let state = run.at(-1)?.states[0] ?? null; state; state = state.from) taken.unshift(state);
  return run.map(({ rows, states, left }, i) => {
    const isOpen = states.length === 1 && taken[i]?.isCutPath === false && left.any.times > 1;
    const isPinned = states.length === 1 && (isOpen || sizeOf(left.any) === 1);
    return { rows, mask: taken[i]?.mask ?? 0n, isPinned, isOpen, weight: weigh(run, taken, i) };
  });
}
