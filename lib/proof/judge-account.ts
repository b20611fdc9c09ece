import type { StatedEnd } from '../accounts/daily-balance.ts';
import type { DayRange } from '../accounts/roll-up.ts';
import { addDays, bankDayOf, type Day, dayOf } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { type AnchorSides, type Judgement, judge } from './interval.ts';
import type { PlacedRows } from './placement.ts';
import { type Account, readAnchors, readLaterSameDay, readPlacedRows, type StoredAnchor } from './read-evidence.ts';
import { storeIntervals } from './store-intervals.ts';
import { nextPinned, type Span, type Window, windowOf } from './window.ts';

/** What judging found out for the roll-up: the ends of the days of these anchors, and how far they reach. */
export type Judged = { readonly range: DayRange; readonly stated: readonly StatedEnd[] };

/**
 * Judges what a change of rows or anchors concerns (see `windowOf`), writes the verdicts that differ, and returns what the
 * anchors now say of the ends of their days. Null when no verdict is concerned.
 *
 * @param changed the time in which rows changed; null = none did; 'all' = judge everything anew
 * @param storedAttemptAt when the bank began the newest refresh of transactions whose rows are all stored
 */
export async function judgeAccount(
  tx: Tx,
  account: Account,
  changed: Span | 'all' | null,
  storedAttemptAt: Date | null,
  now: Date,
): Promise<Judged | null> {
  const anchors = await readAnchors(tx, account.id);
  const everything = anchors.length === 0 ? null : { first: 0, last: anchors.length - 1 };
  let window = changed === 'all' ? everything : windowOf(anchors, changed);
  while (window) {
    const { placed, judgement } = await judgeWindow(tx, account, anchors, window, storedAttemptAt);
    if (!isSettled(anchors, window, judgement)) {
      window = { first: window.first, last: nextPinned(anchors, window.last) };
      continue;
    }
    await storeIntervals(tx, account, judgement.intervals, now);
    return endsOf(tx, account, anchors, window, judgement, placed);
  }
  return null;
}

async function judgeWindow(
  tx: Tx,
  account: Account,
  anchors: readonly StoredAnchor[],
  window: Window,
  storedAttemptAt: Date | null,
): Promise<{ placed: PlacedRows; judgement: Judgement }> {
  const inside = anchors.slice(window.first, window.last + 1);
  const placed = await readPlacedRows(tx, account.id, inside, account.zone);
  const held = window.first === 0 ? null : inside[0]?.to;
  const start = held ? { before: new Set(held.beforeIds), isOpen: held.basis === 'open' } : null;
  return { placed, judgement: judge({ anchors: inside, placed, storedAttemptAt, start }) };
}

/**
 * Whether nothing after the window can change, nor say more of what is in it: it ends with the last anchor, or with one that
 * came out as it was while no verdict waits.
 */
function isSettled(anchors: readonly StoredAnchor[], window: Window, judgement: Judgement): boolean {
  if (window.last === anchors.length - 1) return true;
  const [held, found] = [anchors[window.last]?.to, judgement.intervals.at(-1)];
  if (judgement.isOpenEnded || !held || !found?.isPinned || !held.isPinned) return false;
  if ((held.basis === 'open') !== (found.basis === 'open')) return false;
  const before = new Set(held.beforeIds);
  return before.size === found.beforeIds.length && found.beforeIds.every((id) => before.has(id));
}

async function endsOf(
  tx: Tx,
  account: Account,
  anchors: readonly StoredAnchor[],
  window: Window,
  judgement: Judgement,
  placed: PlacedRows,
): Promise<Judged> {
  const range = rangeOf(anchors, window, account.zone);
  const inside = anchors.slice(window.first, window.last + 1);
  const later = await readLaterSameDay(tx, account.id, inside, account.zone);
  const rows = new Map(placed.straddling.map((row) => [row.id, row]));
  const ends = new Map<Day, bigint>();
  inside.forEach((anchor, i) => {
    const sides = judgement.sides[i];
    if (!sides) return;
    const open = openRowsAtEnd(sides, dayOf(anchor.asOf, account.zone), rows, account.zone);
    ends.set(dayOf(anchor.asOf, account.zone), anchor.currentMinor + (later.get(anchor.id) ?? 0n) + open);
  });
  const stated = [...ends].map(([day, endMinor]) => ({ day, endMinor }));
  return { range, stated: stated.filter(({ day }) => range.to === null || day <= range.to) };
}

/**
 * From the first anchor's day to the last one's; without bound where the window has the account's first or last anchor. When
 * the next anchor is of the same day as the last one, that day is the next one's to state.
 */
function rangeOf(anchors: readonly StoredAnchor[], { first, last }: Window, zone: string): DayRange {
  const dayAt = (i: number) => {
    const anchor = anchors[i];
    return anchor ? dayOf(anchor.asOf, zone) : null;
  };
  const [start, end, next] = [dayAt(first), dayAt(last), dayAt(last + 1)];
  const to = end === null || next === null ? null : next === end ? addDays(end, -1) : end;
  return { from: first === 0 ? null : start, to };
}

/** What rows of unknown hour add between an anchor and the end of its day: those after it, less later days' before it. */
function openRowsAtEnd(
  sides: AnchorSides,
  day: Day,
  rows: ReadonlyMap<string, { amountMinor: bigint; postedAt: Date }>,
  zone: string,
): bigint {
  const sum = (ids: readonly string[], counts: (rowDay: Day) => boolean) =>
    ids.reduce((total, id) => {
      const row = rows.get(id);
      return row && counts(bankDayOf(row.postedAt, zone)) ? total + row.amountMinor : total;
    }, 0n);
  return sum(sides.after, (rowDay) => rowDay <= day) - sum(sides.before, (rowDay) => rowDay > day);
}
