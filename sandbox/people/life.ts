import { cards } from '#sandbox/people/areas/cards.ts';
import { cash } from '#sandbox/people/areas/cash.ts';
import { dining } from '#sandbox/people/areas/dining.ts';
import { fees } from '#sandbox/people/areas/fees.ts';
import { fuel } from '#sandbox/people/areas/fuel.ts';
import { groceries } from '#sandbox/people/areas/groceries.ts';
import { housing } from '#sandbox/people/areas/housing.ts';
import { income } from '#sandbox/people/areas/income.ts';
import { interest } from '#sandbox/people/areas/interest.ts';
import { shopping } from '#sandbox/people/areas/shopping.ts';
import { subscriptions } from '#sandbox/people/areas/subscriptions.ts';
import { transfers } from '#sandbox/people/areas/transfers.ts';
import { travel } from '#sandbox/people/areas/travel.ts';
import { utilities } from '#sandbox/people/areas/utilities.ts';
import { yearly } from '#sandbox/people/areas/yearly.ts';
import { settle } from '#sandbox/people/booking.ts';
import type { Day } from '#sandbox/people/day.ts';
import { dayNumber, dayText } from '#sandbox/people/days.ts';
import { emptyState, liveFixedDay } from '#sandbox/people/fixed.ts';
import { openLedgers, type State } from '#sandbox/people/ledger.ts';
import type { Profile } from '#sandbox/people/profile.ts';
import { profiles } from '#sandbox/people/profiles.ts';
import type { Household, LedgerRow, Life } from '#sandbox/people/types.ts';

/** The areas of a life in the order in which a day goes through them: what comes in first, what it costs to fail last. */
const areas: readonly ((day: Day) => void)[] = [
  income,
  interest,
  housing,
  cards,
  utilities,
  yearly,
  subscriptions,
  transfers,
  travel,
  groceries,
  dining,
  fuel,
  shopping,
  cash,
  fees,
];

const profileByHousehold: ReadonlyMap<string, Profile> = new Map(
  profiles.map((profile) => [profile.household, profile]),
);

/** A life that has not begun: opening balances, and nothing under way. `firstDay` is `YYYY-MM-DD`. */
export function beginLife(household: Household, seed: number, firstDay: string): Life {
  dayNumber(firstDay);
  return { household: household.key, seed, nextDay: firstDay, state: emptyState(household) };
}

/**
 * Lives `life.nextDay`: the rows first seen on it, in the order of `authorizedAt`, and the life that goes on the day after.
 * Pure: `life` is left as it was, and the same life gives the same day. Its cost does not depend on the days before.
 */
export function liveOneDay(household: Household, life: Life): { rows: LedgerRow[]; life: Life } {
  if (life.household !== household.key)
    throw new Error(`The life of "${life.household}" is not lived by "${household.key}".`);
  const number = dayNumber(life.nextDay);
  const state = structuredClone(life.state) as State;
  const profile = profileByHousehold.get(household.key);
  const rows = profile
    ? liveProfileDay(household, profile, life.seed, number, state)
    : liveFixedDay(household, life.seed, number, state);
  rows.sort((a, b) => a.authorizedAt - b.authorizedAt);
  return { rows, life: { ...life, nextDay: dayText(number + 1), state } };
}

function liveProfileDay(
  household: Household,
  profile: Profile,
  seed: number,
  number: number,
  state: State,
): LedgerRow[] {
  const accounts = new Map(household.accounts.map((account) => [account.key, account]));
  const day: Day = { ...openLedgers(household, accounts, seed, number, state), profile };
  settle(day);
  for (const area of areas) area(day);
  return day.rows;
}

/** Lives `days` days in one go: all their rows in order, and the life that goes on afterwards. */
export function liveDays(household: Household, life: Life, days: number): { rows: LedgerRow[]; life: Life } {
  const rows: LedgerRow[] = [];
  let current = life;
  for (let left = days; left > 0; left -= 1) {
    const lived = liveOneDay(household, current);
    rows.push(...lived.rows);
    current = lived.life;
  }
  return { rows, life: current };
}
