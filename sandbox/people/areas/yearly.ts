import { canPay } from '#sandbox/people/areas/own-money.ts';
import { buy, payingAccount } from '#sandbox/people/areas/purchases.ts';
import { book } from '#sandbox/people/booking.ts';
import { chance } from '#sandbox/people/chance.ts';
import { companyOf } from '#sandbox/people/companies.ts';
import type { Day } from '#sandbox/people/day.ts';
import { fallsYearly } from '#sandbox/people/days.ts';
import { drawsOf, truthOf } from '#sandbox/people/ledger.ts';
import type { Yearly } from '#sandbox/people/profile.ts';

function treasury(day: Day, amount: number, entry: string, name: string, category: string): void {
  const { checking, person, household } = day.profile;
  const id = chance(day.circle, 'treasury').digits(6);
  book(day, {
    account: checking,
    amount,
    channel: {
      kind: 'ach',
      company: name,
      entry,
      sec: 'PPD',
      companyId: '9111036170',
      individual: person,
      reference: `XXXXX${id}`,
    },
    truth: truthOf(name, category, {
      incomeStream: amount > 0 ? `${household}-${entry.toLowerCase().replace(' ', '-')}` : null,
    }),
  });
}

/** Refunds in spring; the self-employed pay ahead four times a year. */
function taxes(day: Day): void {
  const { refund, stateRefund, estimated } = day.profile.taxes;
  const season = chance(day.circle, 'tax season', day.year);
  const federalDate = season.whole(46, 96);
  const federalDay = {
    month: federalDate > 59 ? 3 : 2,
    date: federalDate > 59 ? Math.min(31, federalDate - 59) : Math.max(1, federalDate - 31),
  };
  if (refund && fallsYearly(day.number, federalDay.month, federalDay.date, 'later')) {
    treasury(day, season.whole(refund[0], refund[1]), 'TAX REF', 'IRS TREAS 310', 'tax_refund');
  }
  if (stateRefund && fallsYearly(day.number, federalDay.month + 1, federalDay.date, 'later')) {
    treasury(
      day,
      chance(day.circle, 'state refund', day.year).whole(stateRefund[0], stateRefund[1]),
      'STTAXRFD',
      `${day.profile.home.state} DEPT OF REV`,
      'tax_refund',
    );
  }
  if (!estimated || ![1, 4, 6, 9].some((month) => fallsYearly(day.number, month, 15, 'later'))) return;
  const amount =
    Math.floor(chance(day.circle, 'estimated tax', day.year, day.month).whole(estimated[0], estimated[1]) / 100) * 100;
  if (canPay(day, day.profile.checking, amount)) treasury(day, -amount, 'USATAXPYMT', 'IRS', 'taxes');
}

function payYearly(day: Day, item: Yearly): void {
  const when = chance(day.circle, 'yearly', item.key);
  if (!fallsYearly(day.number, when.pick(item.months), when.whole(2, 26), 'later')) return;
  const amount = when.whole(item.amount[0], item.amount[1]);
  const series = `${day.household.key}-${item.key}`;
  if (item.descriptor !== null) {
    const draw = drawsOf(day, `yearly ${item.key}`);
    const account = payingAccount(day, amount, draw);
    const merchant = {
      payee: item.payee,
      descriptor: item.descriptor,
      place: day.profile.home,
      phone: null,
      known: true,
    };
    if (account !== null)
      buy(
        day,
        {
          account,
          merchant,
          amount,
          category: item.category,
          secondOfDay: draw.whole(8 * 3600, 20 * 3600),
          recurring: true,
          series,
        },
        draw,
      );
    return;
  }
  if (!canPay(day, day.profile.checking, amount)) return;
  const company = companyOf(day.circle, item.key, { trade: item.payee });
  const channel = {
    kind: 'ach',
    company: company.name,
    entry: 'PREMIUM',
    sec: 'WEB',
    companyId: company.id,
    individual: day.profile.person,
    reference: company.customerId,
  } as const;
  book(day, {
    account: day.profile.checking,
    amount: -amount,
    channel,
    truth: truthOf(company.name, item.category, { series }),
  });
}

/** What comes once a year: tax, insurance, memberships, registration. */
export function yearly(day: Day): void {
  taxes(day);
  for (const item of day.profile.yearly) payYearly(day, item);
}
