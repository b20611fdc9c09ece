import { findInstitution } from '#sandbox/institutions.ts';
import { type Chance, chance } from '#sandbox/people/chance.ts';
import { businessDayFrom, businessDaysAfter, dateStamp, momentOf } from '#sandbox/people/days.ts';
import { describe } from '#sandbox/people/descriptions.ts';
import { accountOf, type Booking, balanceOf, drawsOf, type LedgerDay, remember } from '#sandbox/people/ledger.ts';
import type { Text } from '#sandbox/people/style.ts';
import type { BankAccount, LedgerRow } from '#sandbox/people/types.ts';

/** When a bank's nightly run puts rows into its ledger, in seconds after midnight. */
const nightlyRun = 6 * 3600;

/** When the ledger of this account takes a row on its posting day. */
function postsAtOn(booking: Booking, account: BankAccount, postingDay: number, draw: Chance): number {
  if (findInstitution(account.institution).tellsPosting === 'day') return momentOf(postingDay, nightlyRun);
  // What comes in is credited first, so that a day's order never overdraws an account for an hour.
  return momentOf(postingDay, (booking.amount > 0 ? 3 : 6) * 3600 + draw.whole(0, 9_000));
}

function toldPosting(account: BankAccount, postingDay: number, postsAt: number): number {
  return findInstitution(account.institution).tellsPosting === 'moment' ? postsAt : dateStamp(postingDay);
}

function wordsFor(day: LedgerDay, booking: Booking, draw: Chance): Text {
  const account = accountOf(day, booking.account);
  const { transferPair } = booking.truth;
  // Both sides of a transfer carry the same reference.
  const words = transferPair === null ? draw : chance(day.circle, transferPair);
  return describe(account.institution, booking.channel, {
    day: day.number,
    incoming: booking.amount > 0,
    last4: account.last4,
    draw: words,
  });
}

function addRow(day: LedgerDay, row: Omit<LedgerRow, 'key'>): void {
  day.rows.push({ key: `${day.household.key}-${day.text}-${day.rows.length + 1}`, ...row });
}

/** Takes what is due today into the ledger, and begins what was promised for today. Call first. */
export function settle(day: LedgerDay): void {
  const later = day.state.upcoming.filter((item) => item.day > day.number);
  for (const item of day.state.upcoming) {
    if (item.day <= day.number) day.state.balances[item.account] = balanceOf(day, item.account) + item.amount;
  }
  day.state.upcoming = later;
  const due = day.state.promises.filter((promise) => promise.day <= day.number);
  day.state.promises = day.state.promises.filter((promise) => promise.day > day.number);
  for (const promise of due) book(day, promise.booking);
}

/** Lets a movement begin on a later day. */
export function promise(day: LedgerDay, on: number, booking: Booking): void {
  day.state.promises.push({ day: on, booking });
}

/** A movement of the nightly run: seen and posted at once, on this day or, when banks rest, on the next working day. */
export function book(day: LedgerDay, booking: Booking): void {
  if (!day.isBusinessDay) {
    promise(day, businessDayFrom(day.number), booking);
    return;
  }
  const draw = drawsOf(day, `book ${day.rows.length}`);
  post(day, booking, postsAtOn(booking, accountOf(day, booking.account), day.number, draw), draw);
}

/** A row that is posted as soon as it is there. */
function post(day: LedgerDay, booking: Booking, at: number, draw: Chance): void {
  const account = accountOf(day, booking.account);
  addRow(day, {
    accountKey: booking.account,
    amount: booking.amount,
    description: wordsFor(day, booking, draw).posted,
    pendingAmount: null,
    pendingDescription: null,
    authorizedAt: at,
    postsAt: at,
    postedAt: toldPosting(account, day.number, at),
    voidAt: null,
    truth: booking.truth,
  });
  remember(day, booking.account, booking.amount, day.number);
}

/** A movement at a moment of the day inside one bank: posted on the spot on a working day, else pending until the next. */
export function bookAt(day: LedgerDay, booking: Booking, secondOfDay: number): void {
  if (day.isBusinessDay) {
    post(day, booking, momentOf(day.number, secondOfDay), drawsOf(day, `at ${day.rows.length}`));
    return;
  }
  authorize(day, booking, { secondOfDay, workingDays: 1 });
}

export type Authorization = {
  secondOfDay: number;
  /** Days on which the bank posts until it posts, at least 1. */
  workingDays: number;
  /** Amount held while pending, when it differs (a bill before the tip). */
  pendingAmount?: number;
};

function postingDayOf(account: BankAccount, day: number, daysLater: number): number {
  return findInstitution(account.institution).postsCards === 'every-day'
    ? day + daysLater
    : businessDaysAfter(day, daysLater);
}

/** A movement that is pending first: a card purchase. Its amount and text may change when it posts. */
export function authorize(day: LedgerDay, booking: Booking, authorization: Authorization): void {
  const account = accountOf(day, booking.account);
  const draw = drawsOf(day, `card ${day.rows.length}`);
  const words = wordsFor(day, booking, draw);
  const postingDay = postingDayOf(account, day.number, authorization.workingDays);
  const postsAt = postsAtOn(booking, account, postingDay, draw);
  const pendingAmount = authorization.pendingAmount ?? booking.amount;
  addRow(day, {
    accountKey: booking.account,
    amount: booking.amount,
    description: words.posted,
    pendingAmount: pendingAmount === booking.amount ? null : pendingAmount,
    pendingDescription: words.pending,
    authorizedAt: momentOf(day.number, authorization.secondOfDay),
    postsAt,
    postedAt: toldPosting(account, postingDay, postsAt),
    voidAt: null,
    truth: booking.truth,
  });
  remember(day, booking.account, booking.amount, postingDay);
}

/** A pending row that vanishes: an authorization that the merchant lets go. */
export function hold(day: LedgerDay, booking: Booking, secondOfDay: number, days: number): void {
  const draw = drawsOf(day, `hold ${day.rows.length}`);
  const words = wordsFor(day, booking, draw);
  addRow(day, {
    accountKey: booking.account,
    amount: booking.amount,
    description: words.pending ?? words.posted,
    pendingAmount: null,
    pendingDescription: null,
    authorizedAt: momentOf(day.number, secondOfDay),
    postsAt: null,
    postedAt: null,
    voidAt: momentOf(day.number + days, nightlyRun),
    truth: booking.truth,
  });
}
