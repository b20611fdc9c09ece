import { authorize, book, settle } from '#sandbox/people/booking.ts';
import { chance } from '#sandbox/people/chance.ts';
import type { Channel } from '#sandbox/people/channels.ts';
import { dayNumber, fallsMonthly } from '#sandbox/people/days.ts';
import { type FixedLine, fixedHouseholds, linesOf } from '#sandbox/people/fixed-accounts.ts';
import { drawsOf, type LedgerDay, openLedgers, type State, truthOf } from '#sandbox/people/ledger.ts';
import type { Household, LedgerRow } from '#sandbox/people/types.ts';

/** The households behind the test institutions: one each, with the institution's key. */
export const testHouseholds: readonly Household[] = fixedHouseholds;

function channelOf(line: FixedLine, day: LedgerDay): Channel {
  const numbers = chance('fixed', line.payee);
  switch (line.how) {
    case 'card':
      return {
        kind: 'card',
        descriptor: line.text,
        city: 'Springfield',
        state: 'IL',
        phone: null,
        recurring: false,
        pin: false,
        refund: line.amount > 0,
      };
    case 'ach':
      return {
        kind: 'ach',
        company: line.payee,
        entry: line.text,
        sec: 'PPD',
        companyId: `1${numbers.digits(9)}`,
        individual: day.household.accounts[0]?.owners[0]?.name ?? 'ACCOUNT HOLDER',
        reference: `XXXXX${numbers.digits(6)}`,
      };
    case 'interest':
      return { kind: 'interest', rate: '1.00' };
    case 'loan_interest':
      return { kind: 'loan', part: 'interest' };
    case 'loan_escrow':
      return { kind: 'loan', part: 'escrow' };
    case 'payment':
      return { kind: 'payment', automatic: true, fromBank: 'StripeBank' };
  }
}

/** Lives one day of the test accounts: a few lines a month on fixed dates, moved to working days. */
export function liveFixedDay(household: Household, seed: number, number: number, state: State): LedgerRow[] {
  const accounts = new Map(household.accounts.map((account) => [account.key, account]));
  const day = openLedgers(household, accounts, seed, number, state);
  settle(day);
  for (const account of household.accounts) {
    for (const line of linesOf(account.key)) {
      if (!fallsMonthly(number, line.date, line.how === 'card' ? 'none' : 'later')) continue;
      const truth = truthOf(line.payee, line.category, {
        series: line.how === 'card' ? null : `${account.key}-${line.payee}`,
        incomeStream: line.category.startsWith('income') ? `${account.key}-${line.payee}` : null,
      });
      const booking = { account: account.key, amount: line.amount, channel: channelOf(line, day), truth };
      if (line.how === 'card')
        authorize(day, booking, { secondOfDay: drawsOf(day, line.payee).whole(8 * 3600, 20 * 3600), workingDays: 1 });
      else book(day, booking);
    }
  }
  return day.rows;
}

/** The rows of one test account first seen from one day to another, both included (`YYYY-MM-DD`), oldest day first. */
export function fixedAccountRows(accountKey: string, seed: number, fromDay: string, toDay: string): LedgerRow[] {
  const household = testHouseholds.find((candidate) =>
    candidate.accounts.some((account) => account.key === accountKey),
  );
  if (!household) throw new Error(`No test account has the key "${accountKey}".`);
  const state = emptyState(household);
  const rows: LedgerRow[] = [];
  for (let day = dayNumber(fromDay); day <= dayNumber(toDay); day += 1)
    rows.push(...liveFixedDay(household, seed, day, state));
  return rows.filter((row) => row.accountKey === accountKey);
}

/** The state in which a life begins: balances as opened, nothing under way. */
export function emptyState(household: Household): State {
  const balances = Object.fromEntries(household.accounts.map((account) => [account.key, account.openingBalance]));
  return { balances, upcoming: [], promises: [], memory: {} };
}
