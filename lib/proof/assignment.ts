import {
  type Choice,
  type Choices,
  choicesOf,
  findChoice,
  has,
  isCut,
  mayFitByChance,
  sumOf,
  withBit,
} from './choices.ts';
import type { PlacedRows, StraddlingRow } from './placement.ts';
import { byTime, noRows } from './placement.ts';

/**
 * What was decided at one anchor. `isPinned`: no other choice fits all that stands to its left. `isGuess`: it was taken
 * because it makes the interval to the left exact, but another one does so as well, or one might by chance; what comes
 * after the anchor has to show it.
 */
export type Decision = {
  readonly rows: readonly StraddlingRow[];
  readonly mask: bigint;
  readonly isPinned: boolean;
  readonly isGuess: boolean;
};

type State = Choice & { readonly from: State | null };
type Step = { readonly rows: readonly StraddlingRow[]; readonly states: readonly State[]; readonly isGuess: boolean };

/** How many sums are looked for one by one where not every way could be tried. */
const mostTargets = 64;

/**
 * Places the straddling rows at each anchor so that as many intervals as possible become exact. From left to right it keeps
 * every choice that makes all intervals of a run exact; where none is left the run ends with its likeliest choice, the
 * interval stays inexact, and a new run begins. So what is decided up to an anchor with a single choice left never depends
 * on what comes after it.
 *
 * @param differences of anchor k and anchor k - 1, in minor units; the first one is not used
 * @param start ids of the rows before the first anchor, when that was decided earlier
 */
export function assign(
  differences: readonly bigint[],
  placed: PlacedRows,
  start: ReadonlySet<string> | null,
): Decision[] {
  const ordered = [...placed.straddling].sort(byTime);
  const decisions: Decision[] = [];
  let run: Step[] = [];
  let isOpen = false;
  differences.forEach((difference, k) => {
    const rows = ordered.filter((row) => row.first <= k && k < row.last);
    const choices = k === 0 && start ? given(rows, start) : choicesOf(rows);
    const last = run.at(-1);
    if (!last) {
      run = [beginning(rows, choices.all)];
      isOpen = !choices.isComplete;
      return;
    }
    const link = linkOf(last.rows, rows, difference - (placed.fixed[k] ?? noRows).minor);
    const states = follow(last.states, choices, rows, link);
    if (states.length > 0) {
      run.push({ rows, states, isGuess: isGuess(rows, states, last.states.length * choices.ways) });
      isOpen = false;
      return;
    }
    const mended = isOpen ? reopen(last.rows, choices, link) : [];
    if (mended.length > 0) {
      const ways = 2 ** last.rows.length * choices.ways;
      run = [
        { rows: last.rows, states: mended.map(({ from }) => from as State), isGuess: false },
        { rows, states: mended, isGuess: isGuess(rows, mended, ways) },
      ];
      isOpen = false;
      return;
    }
    const closed = close(run);
    decisions.push(...closed);
    const forced = link.carry(closed.at(-1)?.mask ?? 0n);
    const allowed = choices.all.filter(({ mask }) => (forced & ~mask) === 0n);
    const fallback = allowed.length > 0 ? allowed : [{ mask: forced, minor: sumOf(rows, forced) }];
    run = [beginning(rows, fallback)];
    isOpen = !choices.isComplete;
  });
  return [...decisions, ...close(run)];
}

function beginning(rows: readonly StraddlingRow[], choices: readonly Choice[]): Step {
  return { rows, states: choices.map((choice) => ({ ...choice, from: null })), isGuess: false };
}

/** `ways`: among how many the states were found. A cut in time is one of few, and what a bank does. */
function isGuess(rows: readonly StraddlingRow[], states: readonly State[], ways: number): boolean {
  const [likeliest] = states;
  if (!likeliest || isCut(likeliest.mask)) return false;
  return states.length > 1 || mayFitByChance(rows, ways);
}

function given(rows: readonly StraddlingRow[], start: ReadonlySet<string>): Choices {
  const mask = rows.reduce((bits, row, i) => (start.has(row.id) ? withBit(bits, i) : bits), 0n);
  return { all: [{ mask, minor: sumOf(rows, mask) }], ways: 1, isComplete: true };
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
    return fit ? [{ ...choice, from: fit.state }] : [];
  });
  if (found.length > 0 || choices.isComplete) return found;
  for (const state of states.slice(0, mostTargets)) {
    const choice = findChoice(rows, state.minor + link.step, link.carry(state.mask));
    if (choice) return [{ ...choice, from: state }];
  }
  return [];
}

/** When a run began with too many rows to try every way, looks for the way at its first anchor that fits the second. */
function reopen(left: readonly StraddlingRow[], choices: Choices, link: Link): State[] {
  for (const choice of choices.all.slice(0, mostTargets)) {
    const found = findChoice(left, choice.minor - link.step, 0n);
    if (found && (link.carry(found.mask) & ~choice.mask) === 0n) {
      return [{ ...choice, from: { ...found, from: null } }];
    }
  }
  return [];
}

/** Ends a run: its last anchor takes the likeliest choice, the others what led to it. */
function close(run: readonly Step[]): Decision[] {
  const decisions: Decision[] = [];
  let state: State | null | undefined = run.at(-1)?.states[0];
  for (const step of [...run].reverse()) {
    const { rows, states, isGuess } = step;
    decisions.push({ rows, mask: state?.mask ?? 0n, isPinned: states.length === 1, isGuess });
    state = state?.from;
  }
  return decisions.reverse();
}
