import { findInstitution } from '#sandbox/institutions.ts';
import { personOf } from '#sandbox/people/areas/bills.ts';
import { moveInside, pairName } from '#sandbox/people/areas/own-money.ts';
import { book, promise } from '#sandbox/people/booking.ts';
import { chance } from '#sandbox/people/chance.ts';
import { companyOf } from '#sandbox/people/companies.ts';
import type { Day } from '#sandbox/people/day.ts';
import { businessDaysAfter } from '#sandbox/people/days.ts';
import { accountOf, balanceOf, drawsOf, recall, spendable, truthOf } from '#sandbox/people/ledger.ts';

/** Moves money between own accounts: at once inside a bank, else by ACH that arrives one or two working days later. */
function moveMoney(day: Day, from: string, to: string, amount: number): void {
  const source = accountOf(day, from);
  const target = accountOf(day, to);
  const draw = drawsOf(day, `move ${from} ${to}`);
  if (source.institution === target.institution) {
    moveInside(day, from, to, amount, draw.whole(8 * 3600, 21 * 3600));
    return;
  }
  const transferPair = pairName(day);
  const sides = [
    { own: source, other: target, amount: -amount, wait: 0, payee: `Transfer to ${target.displayName}` },
    { own: target, other: source, amount, wait: draw.whole(1, 2), payee: `Transfer from ${source.displayName}` },
  ];
  for (const side of sides) {
    const channel = {
      kind: 'transfer',
      otherName: side.other.displayName,
      otherLast4: side.other.last4,
      otherBank: findInstitution(side.other.institution).name,
    } as const;
    const booking = {
      account: side.own.key,
      amount: side.amount,
      channel,
      truth: truthOf(side.payee, 'transfer', { transferPair }),
    };
    if (side.wait === 0) book(day, booking);
    else promise(day, businessDaysAfter(day.number, side.wait), booking);
  }
}

const roundTo = 2_500;

/** After a pay, what is not needed goes to savings; when little is left, savings come back; very large ones move to a broker. */
function balanceSavings(day: Day): void {
  const { saving, cards } = day.profile;
  if (!saving || !day.isBusinessDay) return;
  const memory = day.state.memory;
  let left = spendable(day, saving.from);
  for (const card of cards) if (card.from === saving.from) left += Math.min(0, spendable(day, card.account));
  const payday = recall(day, 'payday', 0);
  const underWay = recall(day, 'help.until', 0) >= day.number;
  if (payday > 0 && payday < day.number) {
    memory.payday = 0;
    const spare =
      Math.floor(Math.min((left - saving.keep) * 0.6, spendable(day, saving.from) - saving.floor * 2) / roundTo) *
      roundTo;
    if (spare >= roundTo) moveMoney(day, saving.from, saving.account, spare);
  } else if (spendable(day, saving.from) < saving.floor && !underWay) {
    const lacking = Math.ceil((saving.floor * 3 - spendable(day, saving.from)) / roundTo) * roundTo;
    if (spendable(day, saving.account) >= lacking) {
      moveMoney(day, saving.account, saving.from, lacking);
      memory['help.until'] = businessDaysAfter(day.number, 3);
    }
  }
  const over = spendable(day, saving.account) - saving.cap;
  if (over > 0 && day.date >= 12 && recall(day, 'invested', 0) !== day.month) {
    memory.invested = day.month;
    const company = companyOf(day.circle, 'broker', { trade: 'Brokerage' });
    const amount = Math.ceil((over * 0.5) / 10_000) * 10_000;
    const channel = {
      kind: 'ach',
      company: company.name,
      entry: 'INVESTMENT',
      sec: 'WEB',
      companyId: company.id,
      individual: day.profile.person,
      reference: company.customerId,
    } as const;
    book(day, {
      account: saving.account,
      amount: -amount,
      channel,
      truth: truthOf(company.name, 'investment'),
    });
  }
}

/** Payouts that gather in one account move on to the one that pays the bills. */
function gather(day: Day): void {
  const { gathering } = day.profile;
  if (!gathering || !day.isBusinessDay) return;
  const there = Math.min(spendable(day, gathering.from), balanceOf(day, gathering.from));
  if (there < gathering.above) return;
  moveMoney(day, gathering.from, gathering.to, Math.floor((there - gathering.leave) / 500) * 500);
}

/** The weekly pay that someone self-employed takes out of the business. */
function drawPay(day: Day): void {
  const { draw } = day.profile;
  if (!draw || day.weekday !== draw.weekday || !day.isBusinessDay) return;
  const spare = Math.floor(((spendable(day, draw.from) - draw.keep) * draw.share) / 100 / 5_000) * 5_000;
  if (spare < 10_000) return;
  moveMoney(day, draw.from, draw.to, Math.min(spare, draw.most));
  day.state.memory.payday = day.number;
}

/** Family steps in when little is left or the rent waits, not oftener than every five days. */
function receiveSupport(day: Day): void {
  const { support, checking } = day.profile;
  if (!support || !day.isBusinessDay) return;
  const needed = recall(day, 'bill.rent.owed', 0) > 0;
  if ((spendable(day, checking) >= support.below && !needed) || recall(day, 'support', 0) > day.number - 5) return;
  day.state.memory.support = day.number;
  const stream = `${day.household.key}-${support.key}`;
  const amount =
    Math.floor(chance(day.circle, 'support', day.number).whole(support.amount[0], support.amount[1]) / 2_500) * 2_500;
  book(day, {
    account: checking,
    amount,
    channel: { kind: 'person', name: support.from, memo: null },
    truth: truthOf(support.from, 'income_other', { incomeStream: stream }),
  });
}

/** Friends split bills and pay each other back. */
function settleWithFriends(day: Day): void {
  const { friends, checking } = day.profile;
  if (!friends) return;
  const draw = drawsOf(day, 'friends');
  if (!day.isBusinessDay || !draw.yes(friends.perMonth / 21)) return;
  const name = personOf(day.circle, `friend ${draw.whole(1, 7)}`);
  const amount = draw.skewed(friends.amount[0], friends.amount[1]);
  const incoming = draw.yes(0.42);
  if (!incoming && spendable(day, checking) - amount < day.profile.debitFloor) return;
  const memo = draw.pick([null, null, 'dinner', 'tickets', 'gas', 'thank you', 'groceries', 'happy birthday']);
  const category = memo === 'happy birthday' ? 'gifts' : incoming ? 'income_other' : 'restaurants';
  book(day, {
    account: checking,
    amount: incoming ? amount : -amount,
    channel: { kind: 'person', name, memo },
    truth: truthOf(name, category),
  });
}

/** Money that changes pockets: own accounts, the business, family and friends. */
export function transfers(day: Day): void {
  gather(day);
  drawPay(day);
  balanceSavings(day);
  receiveSupport(day);
  settleWithFriends(day);
}
