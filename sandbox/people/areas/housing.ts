import { findInstitution } from '#sandbox/institutions.ts';
import { payBill } from '#sandbox/people/areas/bills.ts';
import { canPay, pairName } from '#sandbox/people/areas/own-money.ts';
import { book, promise } from '#sandbox/people/booking.ts';
import { chance } from '#sandbox/people/chance.ts';
import type { Day } from '#sandbox/people/day.ts';
import { businessDaysAfter, fallsMonthly } from '#sandbox/people/days.ts';
import { accountOf, balanceOf, recall, truthOf } from '#sandbox/people/ledger.ts';

/** The mortgage: one payment out of checking; at the servicer it arrives a working day later and turns into its parts. */
function payMortgage(day: Day): void {
  const mortgage = day.profile.mortgage;
  if (!mortgage) return;
  const memory = day.state.memory;
  if (fallsMonthly(day.number, mortgage.date, 'later')) memory['mortgage.due'] = 1;
  const owing = -balanceOf(day, mortgage.account);
  const interest = Math.round((owing * mortgage.ratePermille) / 12_000);
  const amount = mortgage.principal + mortgage.escrow;
  if (recall(day, 'mortgage.due', 0) === 0 || !day.isBusinessDay || !canPay(day, mortgage.from, amount)) return;
  memory['mortgage.due'] = 0;
  const servicer = findInstitution(accountOf(day, mortgage.account).institution);
  const source = findInstitution(accountOf(day, mortgage.from).institution);
  const transferPair = pairName(day);
  const series = `${day.household.key}-mortgage`;
  const truth = truthOf(servicer.name, 'mortgage', { series, transferPair });
  const numbers = chance(day.circle, 'mortgage');
  book(day, {
    account: mortgage.from,
    amount: -amount,
    channel: {
      kind: 'ach',
      company: servicer.name,
      entry: 'MTG PYMT',
      sec: 'PPD',
      companyId: `1${numbers.digits(9)}`,
      individual: mortgage.person,
      reference: numbers.digits(10),
    },
    truth,
  });
  const arrival = businessDaysAfter(day.number, 1);
  promise(day, arrival, {
    account: mortgage.account,
    amount,
    channel: { kind: 'payment', automatic: true, fromBank: source.name },
    truth,
  });
  promise(day, arrival, {
    account: mortgage.account,
    amount: -interest,
    channel: { kind: 'loan', part: 'interest' },
    truth: truthOf(servicer.name, 'interest_charged', { series: `${series}-interest` }),
  });
  promise(day, arrival, {
    account: mortgage.account,
    amount: -mortgage.escrow,
    channel: { kind: 'loan', part: 'escrow' },
    truth: truthOf(servicer.name, 'mortgage', { series: `${series}-escrow` }),
  });
}

/** Rent or mortgage, loans, childcare: what has to be paid for the roof and what stands beside it. */
export function housing(day: Day): void {
  payMortgage(day);
  for (const bill of day.profile.housing) payBill(day, bill);
}
