import { addDays, type Day, day, dayOf, startOfDay } from '../dates/day.ts';
import type { Anchor } from './anchor.ts';
import type { PostedRow } from './placement.ts';

/** A posted row and the moment at which the bank's balance really began to count it, which Plumb is not told. */
export type TrueRow = PostedRow & { readonly countedAt: Date };
export type SimulatedAccount = { readonly rows: readonly TrueRow[]; readonly anchors: readonly Anchor[] };

/**
 * What a simulated bank does. `dateOnly`: it tells only the day of posting, as midnight UTC, though it posts at any hour.
 * `areSmall`: its amounts are those of an ordinary account, so that many rows have the same sum as others by accident.
 */
export type Habits = {
  days: number;
  rowsPerDay: number;
  anchorEveryHours: number;
  dateOnly: boolean;
  zone: string;
  areSmall?: boolean;
};

/** Numbers in [0, 1) that a seed decides (mulberry32), so that a failing account can be had again. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const firstDay = day('2026-03-01');

/**
 * An account whose bank is right: each balance is the opening amount and all rows that were posted by then. Rows are posted
 * at random instants, balances are stated at random instants about `anchorEveryHours` apart. Unless they are small, amounts
 * are so large that two sets of rows have the same sum by accident hardly ever.
 */
export function simulateAccount(seed: number, habits: Habits): SimulatedAccount {
  const chance = chanceOf(seed);
  const startMs = startOfDay(firstDay, habits.zone).getTime();
  const endMs = startOfDay(addDays(firstDay, habits.days), habits.zone).getTime();
  const rows: TrueRow[] = [];
  for (let at = firstDay; at < addDays(firstDay, habits.days); at = addDays(at, 1)) {
    const count = Math.floor(chance() * (habits.rowsPerDay + 1));
    for (let i = 0; i < count; i += 1) rows.push(simulateRow(rows.length, at, chance, habits));
  }
  rows.sort((a, b) => a.countedAt.getTime() - b.countedAt.getTime());
  const anchors: Anchor[] = [];
  const opening = BigInt(Math.floor(chance() * 1e9));
  const step = habits.anchorEveryHours * 3_600_000;
  for (let at = startMs + chance() * step; at < endMs; at += step * (0.2 + 1.6 * chance())) {
    const asOf = new Date(Math.floor(at / 1000) * 1000 + 500);
    anchors.push({ id: `anchor-${anchors.length}`, asOf, currentMinor: balanceAt(opening, rows, asOf) });
  }
  return { rows, anchors };
}

function simulateRow(n: number, at: Day, chance: () => number, habits: Habits): TrueRow {
  const countedAt = new Date(
    Math.floor(startOfDay(at, habits.zone).getTime() / 1000 + chance() * 86_000) * 1000 + 1000,
  );
  const told = dayOf(countedAt, habits.zone);
  const amountMinor = BigInt(Math.floor((chance() - 0.6) * (habits.areSmall ? 18_000 : 2e9))) || 1n;
  return {
    id: `row-${n}`,
    ref: `ref-${String(n).padStart(6, '0')}`,
    amountMinor,
    countedAt,
    postedAt: habits.dateOnly ? startOfDay(told, 'UTC') : countedAt,
    transactedAt: new Date(countedAt.getTime() - Math.floor(chance() * 3) * 86_400_000),
  };
}

function balanceAt(opening: bigint, rows: readonly TrueRow[], asOf: Date): bigint {
  return rows.reduce((sum, row) => (row.countedAt <= asOf ? sum + row.amountMinor : sum), opening);
}
