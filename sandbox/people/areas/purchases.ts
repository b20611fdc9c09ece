import { appetiteOf } from '#sandbox/people/areas/appetite.ts';
import { placeOf } from '#sandbox/people/areas/trips.ts';
import { authorize, promise } from '#sandbox/people/booking.ts';
import { type Chance, chance } from '#sandbox/people/chance.ts';
import type { Day } from '#sandbox/people/day.ts';
import { businessDaysAfter } from '#sandbox/people/days.ts';
import { accountOf, drawsOf, spendable, truthOf } from '#sandbox/people/ledger.ts';
import { categoryOfKind, descriptorOf, type Merchant, pickMerchant } from '#sandbox/people/merchants.ts';
import type { Habit } from '#sandbox/people/profile.ts';

/** Whether a purchase of `amount` (positive) would be approved, and made by careful people. */
function affords(day: Day, key: string, amount: number): boolean {
  const account = accountOf(day, key);
  const left = spendable(day, key) - amount;
  return account.creditLimit === undefined ? left >= day.profile.debitFloor : left >= -0.92 * account.creditLimit;
}

/** The account that a purchase is made from: the one reached for, else another that can; null = not bought. */
export function payingAccount(day: Day, amount: number, draw: Chance, among?: readonly string[]): string | null {
  const purse = among ? among.map((account) => ({ account, share: 1 })) : day.profile.purse;
  let left = draw.unit() * purse.reduce((sum, item) => sum + item.share, 0);
  const first = purse.find((item) => {
    left -= item.share;
    return left < 0;
  });
  const order = first ? [first, ...purse.filter((item) => item !== first)] : purse;
  return order.find((item) => affords(day, item.account, amount))?.account ?? null;
}

/** Working days that a card purchase takes to post: mostly one, at times three. */
function postingDelay(draw: Chance): number {
  const u = draw.unit();
  if (u < 0.6) return 1;
  return u < 0.92 ? 2 : 3;
}

export type Purchase = {
  account: string;
  merchant: Merchant;
  /** Positive. */
  amount: number;
  category: string;
  secondOfDay: number;
  pin?: boolean;
  recurring?: boolean;
  series?: string;
  /** Added when it posts. */
  tip?: number;
};

/** A purchase by card: pending now, posted in one to three working days. */
export function buy(day: Day, purchase: Purchase, draw: Chance): void {
  const { merchant, amount, tip = 0 } = purchase;
  const descriptor = descriptorOf(merchant, draw);
  const { city, state } = merchant.place;
  const pin = (purchase.pin ?? false) && accountOf(day, purchase.account).category === 'cash';
  authorize(
    day,
    {
      account: purchase.account,
      amount: -(amount + tip),
      channel: {
        kind: 'card',
        descriptor,
        city,
        state,
        phone: merchant.phone,
        recurring: purchase.recurring ?? false,
        pin,
        refund: false,
      },
      truth: truthOf(merchant.payee, purchase.category, { series: purchase.series ?? null }),
    },
    { secondOfDay: purchase.secondOfDay, workingDays: pin ? 1 : postingDelay(draw), pendingAmount: -amount },
  );
}

/** Brings back what was bought, or a part of it, some days later. */
function bringBack(day: Day, purchase: Purchase, draw: Chance): void {
  const { merchant, account, category } = purchase;
  const part = draw.yes(0.7)
    ? purchase.amount
    : Math.max(100, Math.floor((purchase.amount * draw.whole(25, 70)) / 100));
  const { city, state } = merchant.place;
  promise(day, businessDaysAfter(day.number, draw.whole(3, 10)), {
    account,
    amount: part,
    channel: {
      kind: 'card',
      descriptor: descriptorOf(merchant, draw),
      city,
      state,
      phone: merchant.phone,
      recurring: false,
      pin: false,
      refund: true,
    },
    truth: truthOf(merchant.payee, category),
  });
}

/** One of the few prices on a small shop's list, so that equal amounts come back. */
function listPrice(day: Day, merchant: Merchant, habit: Habit, draw: Chance): number {
  const price = chance(day.circle, 'price', merchant.payee, draw.whole(0, 2)).whole(habit.amount[0], habit.amount[1]);
  return price - (price % 5);
}

/** How many times a habit happens today. */
function timesToday(day: Day, habit: Habit, draw: Chance): number {
  const usual = habit.weekdays[day.weekday] ?? 0;
  if (usual === 0) return 0;
  const appetite = appetiteOf(day);
  const expected = usual * (habit.essential ? Math.max(0.75, Math.min(1, appetite)) : appetite);
  return Math.floor(expected) + (draw.yes(expected % 1) ? 1 : 0);
}

function tipOn(amount: number, draw: Chance): number {
  const tip = Math.floor((amount * draw.whole(15, 22)) / 100);
  return draw.yes(0.6) ? tip - (tip % 50) + 50 : tip;
}

/** Lives a habit for today: as many visits as the weekday and the purse suggest. */
export function liveHabit(day: Day, habit: Habit): void {
  const draw = drawsOf(day, `habit ${habit.kind} ${habit.category ?? ''}`);
  for (let times = timesToday(day, habit, draw); times > 0; times -= 1) {
    const merchant = pickMerchant(day.circle, habit.kind, placeOf(day, draw.unit()), habit.pool, draw);
    const amount = habit.listPrices
      ? listPrice(day, merchant, habit, draw)
      : draw.skewed(habit.amount[0], habit.amount[1]);
    const account = payingAccount(day, Math.ceil(amount * 1.25), draw, habit.accounts);
    if (account === null) continue;
    const purchase: Purchase = {
      account,
      merchant,
      amount,
      category: habit.category ?? categoryOfKind[habit.kind],
      secondOfDay: draw.whole(habit.hours[0] * 3600, habit.hours[1] * 3600 - 1),
      pin: draw.yes(habit.pin ?? 0),
      tip: habit.tips && draw.yes(0.7) ? tipOn(amount, draw) : 0,
    };
    buy(day, purchase, draw);
    // A second cup for a friend, minutes later: two equal rows that are two purchases.
    if (habit.listPrices && draw.yes(0.06))
      buy(day, { ...purchase, secondOfDay: purchase.secondOfDay + draw.whole(20, 400) }, draw);
    if (draw.yes(habit.returned ?? 0)) bringBack(day, purchase, draw);
  }
}
