import { book } from '#sandbox/people/booking.ts';
import { chance } from '#sandbox/people/chance.ts';
import { companyOf } from '#sandbox/people/companies.ts';
import type { Day } from '#sandbox/people/day.ts';
import { dayOf, fallsEvery, fallsMonthly, nthWeekday, type Shift, shifted } from '#sandbox/people/days.ts';
import { drawsOf, recall, truthOf } from '#sandbox/people/ledger.ts';
import type { Income, Rhythm, Takings } from '#sandbox/people/profile.ts';
import { achDate } from '#sandbox/people/style.ts';

/** A Sunday far back: rhythms of weeks are counted from here. */
const sunday = dayOf(2019, 12, 29);

/** Whether a rhythm brings something today, holidays taken into account. */
function comesRound(day: Day, key: string, rhythm: Rhythm, shift: Shift): boolean {
  if (rhythm.kind === 'monthly') return rhythm.dates.some((date) => fallsMonthly(day.number, date, shift));
  if (rhythm.kind === 'every') {
    const week = rhythm.days === 14 && chance(day.circle, 'week', key).yes(0.5) ? 7 : 0;
    return fallsEvery(day.number, rhythm.days, sunday + rhythm.weekday + week, shift);
  }
  return shifted(nthWeekday(day.year, day.month, rhythm.weekday, rhythm.nth), shift) === day.number;
}

/** The usual amount of something, drawn once and raised in one month of each year; never drawn anew. */
export function usualAmount(
  day: Day,
  key: string,
  range: readonly [number, number],
  raise?: { month: number; percent: readonly [number, number] },
): number {
  const memory = day.state.memory;
  const amount = recall(day, `${key}.usual`, chance(day.circle, 'usual', key).whole(range[0], range[1]));
  const due = raise !== undefined && day.month === raise.month && recall(day, `${key}.raised`, 0) !== day.year;
  const percent = due
    ? chance(day.circle, 'raise', key, day.year).whole(raise.percent[0] * 10, raise.percent[1] * 10)
    : 0;
  if (due) memory[`${key}.raised`] = day.year;
  const raised = Math.round((amount * (1000 + percent)) / 1000);
  memory[`${key}.usual`] = raised;
  return raised;
}

function payOut(day: Day, income: Income): void {
  const company = companyOf(day.circle, income.key, income.company);
  const usual = usualAmount(day, `income.${income.key}`, income.amount, income.raise);
  const stray = income.strayPercent * 10;
  const amount = Math.round((usual * (1000 + drawsOf(day, `income ${income.key}`).around(-stray, stray))) / 1000);
  const stream = `${day.household.key}-${income.key}`;
  book(day, {
    account: income.account,
    amount,
    channel: {
      kind: 'ach',
      company: company.name,
      entry: income.entry,
      sec: income.sec,
      companyId: company.id,
      individual: income.person,
      reference: company.customerId,
    },
    truth: truthOf(company.name, income.category, { series: stream, incomeStream: stream }),
  });
  day.state.memory.payday = day.number;
}

function takeIn(day: Day, takings: Takings): void {
  const draw = drawsOf(day, `takings ${takings.key}`);
  if (!draw.yes(takings.weekdays[day.weekday] ?? 0)) return;
  // January and February are slow, the weeks before Christmas busy.
  const season = day.month <= 2 ? 88 : day.month === 12 && day.date < 25 ? 118 : 100;
  const amount = Math.round((draw.around(takings.amount[0], takings.amount[1]) * season) / 100);
  const company = companyOf(day.circle, takings.key, takings.company);
  const stream = `${day.household.key}-${takings.key}`;
  const reference = `T${draw.code(12)}`;
  book(day, {
    account: takings.account,
    amount,
    channel: {
      kind: 'ach',
      company: company.name,
      entry: takings.entry.replace('{date}', achDate(day.number)),
      sec: 'PPD',
      companyId: company.id,
      individual: takings.person,
      reference,
    },
    truth: truthOf(company.name, takings.category, { incomeStream: stream }),
  });
  if (takings.instantFee !== null) {
    book(day, {
      account: takings.account,
      amount: -takings.instantFee,
      channel: { kind: 'fee', name: 'instant' },
      truth: truthOf('Instant transfer fee', 'fees'),
    });
  }
  day.state.memory.payday = day.number;
}

/** A check from an aunt, an insurer or a customer, photographed with the phone. */
function depositCheck(day: Day): void {
  const { deposits, takings, checking } = day.profile;
  if (!deposits || !day.isBusinessDay) return;
  const draw = drawsOf(day, 'deposit');
  if (!draw.yes(deposits.perMonth / 21)) return;
  const account = takings[0]?.account ?? checking;
  const channel = { kind: 'deposit', how: draw.yes(0.8) ? 'mobile' : 'counter' } as const;
  const category = takings.length > 0 ? 'income_business' : 'income_other';
  book(day, {
    account,
    amount: draw.skewed(deposits.amount[0], deposits.amount[1]),
    channel,
    truth: truthOf('Check deposit', category),
  });
}

/** Pays: salaries moved before holidays, benefits, pensions, platform payouts and card takings. */
export function income(day: Day): void {
  for (const item of day.profile.incomes) {
    if (item.pauses?.includes(day.month)) continue;
    if (comesRound(day, item.key, item.rhythm, item.shift)) payOut(day, item);
  }
  for (const item of day.profile.takings) takeIn(day, item);
  depositCheck(day);
}
