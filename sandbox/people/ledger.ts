import { type Chance, chance } from '#sandbox/people/chance.ts';
import type { Channel } from '#sandbox/people/channels.ts';
import { dayText, isBusinessDay, partsOf, weekdayOf } from '#sandbox/people/days.ts';
import type { BankAccount, Household, LedgerRow, Truth } from '#sandbox/people/types.ts';

/** A movement before a bank has put words and times to it. Plain JSON, so that a day can promise it to a later one. */
export type Booking = { account: string; amount: number; channel: Channel; truth: Truth };

/** What carries over from day to day; bounded in size, so that a day costs the same however long a life lasts. */
export type State = {
  /** What each bank's ledger says at the end of the last day lived. */
  balances: Record<string, number>;
  /** Rows already made that the ledger takes on a later day. */
  upcoming: { account: string; amount: number; day: number }[];
  /** Movements that begin on a later day. */
  promises: { day: number; booking: Booking }[];
  /** Numbers that areas of life remember: prices, statements, what is due. */
  memory: Record<string, number>;
};

/** One day of an owner's ledgers while it is being lived. `number` is the day as in days.ts. */
export type LedgerDay = {
  household: Household;
  accounts: ReadonlyMap<string, BankAccount>;
  /** Names the people and their surroundings: the household under a seed. */
  circle: string;
  number: number;
  text: string;
  weekday: number;
  year: number;
  month: number;
  date: number;
  isBusinessDay: boolean;
  state: State;
  rows: LedgerRow[];
};

export function openLedgers(
  household: Household,
  accounts: ReadonlyMap<string, BankAccount>,
  seed: number,
  number: number,
  state: State,
): LedgerDay {
  return {
    household,
    accounts,
    circle: `${seed}/${household.key}`,
    number,
    text: dayText(number),
    weekday: weekdayOf(number),
    ...partsOf(number),
    isBusinessDay: isBusinessDay(number),
    state,
    rows: [],
  };
}

/** The draws of one area of life on this day. */
export function drawsOf(day: LedgerDay, area: string): Chance {
  return chance(day.circle, day.number, area);
}

export function accountOf(day: LedgerDay, key: string): BankAccount {
  const account = day.accounts.get(key);
  if (!account) throw new Error(`${day.household.key} has no account "${key}".`);
  return account;
}

/** Counts a row: into the balance when it posts today or before, else among what is upcoming. */
export function remember(day: LedgerDay, account: string, amount: number, postingDay: number): void {
  if (postingDay <= day.number) day.state.balances[account] = balanceOf(day, account) + amount;
  else day.state.upcoming.push({ account, amount, day: postingDay });
}

/** The ledger's balance, with all that this day has posted so far. */
export function balanceOf(day: LedgerDay, account: string): number {
  const balance = day.state.balances[account];
  if (balance === undefined) throw new Error(`${day.household.key} has no balance for "${account}".`);
  return balance;
}

/** The balance after everything that is on its way out: what a person could still spend. */
export function spendable(day: LedgerDay, account: string): number {
  let left = balanceOf(day, account);
  for (const item of day.state.upcoming) if (item.account === account && item.amount < 0) left += item.amount;
  for (const { booking } of day.state.promises)
    if (booking.account === account && booking.amount < 0) left += booking.amount;
  return left;
}

/** A truth with nothing special about it. */
export function truthOf(payee: string, category: string, more: Partial<Truth> = {}): Truth {
  return { payee, category, series: null, transferPair: null, incomeStream: null, ...more };
}

/** A number that an area remembers, or what it is when nothing is remembered yet. */
export function recall(day: LedgerDay, key: string, otherwise: number): number {
  return day.state.memory[key] ?? otherwise;
}
