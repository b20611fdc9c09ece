import { findInstitution } from '#sandbox/institutions.ts';
import { canPay, pairName } from '#sandbox/people/areas/own-money.ts';
import { book, promise } from '#sandbox/people/booking.ts';
import { chance } from '#sandbox/people/chance.ts';
import type { Day } from '#sandbox/people/day.ts';
import { businessDaysAfter, businessDayUpTo, monthlyDay } from '#sandbox/people/days.ts';
import { accountOf, balanceOf, recall, spendable, truthOf } from '#sandbox/people/ledger.ts';
import type { CreditCard } from '#sandbox/people/profile.ts';

const graceDays = 25;

/** Pays `amount` from checking; the card company has it one working day later. `series` names the monthly payments. */
function pay(day: Day, card: CreditCard, amount: number, automatic: boolean, series: string | null): void {
  const issuer = findInstitution(accountOf(day, card.account).institution);
  const source = findInstitution(accountOf(day, card.from).institution);
  const truth = truthOf(accountOf(day, card.account).displayName, 'card_payment', {
    series,
    transferPair: pairName(day),
  });
  const numbers = chance(day.circle, 'card company', card.account);
  book(day, {
    account: card.from,
    amount: -amount,
    channel: {
      kind: 'ach',
      company: issuer.name,
      entry: automatic ? 'AUTOPAY' : 'EPAYMENT',
      sec: automatic ? 'PPD' : 'WEB',
      companyId: `9${numbers.digits(9)}`,
      individual: day.profile.person,
      reference: numbers.digits(12),
    },
    truth,
  });
  const arrival = {
    account: card.account,
    amount,
    channel: { kind: 'payment', automatic, fromBank: source.name },
    truth,
  } as const;
  promise(day, businessDaysAfter(day.number, 1), arrival);
}

/** Interest on what was left of the last statement, and rewards each quarter. */
function closeStatement(day: Day, card: CreditCard): void {
  const memory = day.state.memory;
  const carried = recall(day, `${card.account}.carried`, 0);
  if (carried > 0) {
    const interest = Math.max(100, Math.round((carried * card.aprPercent) / 1200));
    const issuer = findInstitution(accountOf(day, card.account).institution);
    book(day, {
      account: card.account,
      amount: -interest,
      channel: { kind: 'interest', rate: card.aprPercent.toString() },
      truth: truthOf(issuer.name, 'interest_charged'),
    });
  }
  const statement = Math.max(0, -balanceOf(day, card.account));
  memory[`${card.account}.statement`] = statement;
  memory[`${card.account}.due`] = statement > 0 ? businessDayUpTo(day.number + graceDays) : 0;
  memory[`${card.account}.spent`] = recall(day, `${card.account}.spent`, 0) + Math.max(0, statement - carried);
  if (day.month % 3 === 0 && card.rewardPercent > 0) {
    const reward = Math.floor((recall(day, `${card.account}.spent`, 0) * card.rewardPercent) / 100);
    memory[`${card.account}.spent`] = 0;
    const issuer = findInstitution(accountOf(day, card.account).institution);
    if (reward >= 500)
      book(day, {
        account: card.account,
        amount: reward,
        channel: { kind: 'rewards' },
        truth: truthOf(issuer.name, 'income_other'),
      });
  }
}

function chargeMembership(day: Day, card: CreditCard): void {
  if (!card.membership || card.membership.month !== day.month) return;
  book(day, {
    account: card.account,
    amount: -card.membership.fee,
    channel: { kind: 'fee', name: 'membership' },
    truth: truthOf('Card membership fee', 'fees', { series: `${card.account}-membership` }),
  });
}

/** What of a statement is paid: all of it, or what can be spared but the minimum at least; 0 = not today. */
function paymentFor(day: Day, card: CreditCard, statement: number): number {
  const owed = Math.min(statement, -balanceOf(day, card.account));
  if (owed <= 0 || canPay(day, card.from, owed)) return Math.max(0, owed);
  const minimum = Math.min(owed, Math.max(2_500, Math.ceil(statement / 50)));
  const spare = Math.floor((spendable(day, card.from) - day.profile.comfort / 4) / 500) * 500;
  const amount = Math.max(minimum, Math.min(owed, spare));
  return canPay(day, card.from, amount) ? amount : 0;
}

function payStatement(day: Day, card: CreditCard): void {
  const memory = day.state.memory;
  const due = recall(day, `${card.account}.due`, 0);
  if (due === 0 || day.number < due || !day.isBusinessDay) return;
  const statement = recall(day, `${card.account}.statement`, 0);
  const amount = paymentFor(day, card, statement);
  const settled = Math.max(0, -balanceOf(day, card.account)) === 0;
  if (amount === 0 && !settled) {
    // Not paid in time: a fee, once, after four days; and it is tried again.
    if (day.number >= due + 4 && recall(day, `${card.account}.late`, 0) !== due) {
      memory[`${card.account}.late`] = due;
      book(day, {
        account: card.account,
        amount: -2_900,
        channel: { kind: 'fee', name: 'late' },
        truth: truthOf('Late fee', 'fees'),
      });
    }
    return;
  }
  if (amount > 0) pay(day, card, amount, day.number === due, `${card.account}-payment`);
  memory[`${card.account}.due`] = 0;
  memory[`${card.account}.carried`] = settled
    ? 0
    : Math.max(0, Math.min(statement, -balanceOf(day, card.account)) - amount);
}

/** When a card is nearly full before the statement, something is paid by hand, if the money is there. */
function makeRoom(day: Day, card: CreditCard): void {
  const limit = accountOf(day, card.account).creditLimit ?? 0;
  if (day.weekday !== 2 || !day.isBusinessDay || limit + spendable(day, card.account) > limit * 0.25) return;
  if (day.state.promises.some((item) => item.booking.account === card.account && item.booking.amount > 0)) return;
  const spare = Math.min(spendable(day, card.from) - day.profile.comfort / 2, -balanceOf(day, card.account));
  const amount = Math.floor(spare / 5_000) * 5_000;
  if (amount > 0) pay(day, card, amount, false, null);
}

/** Statements close on their date, are due 25 days later and are paid by themselves on the last working day until then. */
export function cards(day: Day): void {
  for (const card of day.profile.cards) {
    payStatement(day, card);
    makeRoom(day, card);
    if (monthlyDay(day.year, day.month, card.closingDate) === day.number) {
      closeStatement(day, card);
      chargeMembership(day, card);
    }
  }
}
