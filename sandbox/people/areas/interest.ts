import { findInstitution } from '#sandbox/institutions.ts';
import { book } from '#sandbox/people/booking.ts';
import type { Day } from '#sandbox/people/day.ts';
import { businessDayUpTo, daysInMonth, monthlyDay } from '#sandbox/people/days.ts';
import { accountOf, balanceOf, recall, truthOf } from '#sandbox/people/ledger.ts';

/** Interest on savings: grows with each day's balance and is credited on the last working day of the month. */
export function interest(day: Day): void {
  const { saving } = day.profile;
  if (!saving) return;
  const memory = day.state.memory;
  const sumKey = `${saving.account}.balance-days`;
  memory[sumKey] = recall(day, sumKey, 0) + Math.max(0, balanceOf(day, saving.account));
  const lastDay = monthlyDay(day.year, day.month, daysInMonth(day.year, day.month));
  if (businessDayUpTo(lastDay) !== day.number) return;
  const earned = Math.floor((recall(day, sumKey, 0) * saving.yearlyRatePermille) / 365_000);
  memory[sumKey] = 0;
  if (earned <= 0) return;
  const bank = findInstitution(accountOf(day, saving.account).institution);
  const stream = `${day.household.key}-interest`;
  const rate = (saving.yearlyRatePermille / 10).toFixed(2);
  book(day, {
    account: saving.account,
    amount: earned,
    channel: { kind: 'interest', rate },
    truth: truthOf(bank.name, 'income_interest', { series: stream, incomeStream: stream }),
  });
}
