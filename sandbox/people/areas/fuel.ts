import { appetiteOf } from '#sandbox/people/areas/appetite.ts';
import { buy, payingAccount } from '#sandbox/people/areas/purchases.ts';
import { placeOf } from '#sandbox/people/areas/trips.ts';
import { hold } from '#sandbox/people/booking.ts';
import type { Day } from '#sandbox/people/day.ts';
import { drawsOf, truthOf } from '#sandbox/people/ledger.ts';
import { descriptorOf, pickMerchant } from '#sandbox/people/merchants.ts';

/** Amounts that pumps ask for before they know what will be tanked. */
const preauthorizations = [100, 100, 7_500, 12_500, 17_500] as const;

/**
 * Fuel. Most pumps first hold a fixed amount, which vanishes after a day or two, and send the real purchase as a row of
 * its own; some only correct the amount when it posts, as restaurants do.
 */
export function fuel(day: Day): void {
  for (const habit of day.profile.habits) {
    if (habit.kind !== 'fuel') continue;
    const draw = drawsOf(day, 'fuel');
    if (!draw.yes((habit.weekdays[day.weekday] ?? 0) * Math.max(0.7, Math.min(1, appetiteOf(day))))) continue;
    const merchant = pickMerchant(day.circle, 'fuel', placeOf(day, draw.unit()), habit.pool, draw);
    const amount = draw.around(habit.amount[0], habit.amount[1]);
    const account = payingAccount(day, amount, draw, habit.accounts);
    if (account === null) continue;
    const secondOfDay = draw.whole(habit.hours[0] * 3600, habit.hours[1] * 3600 - 600);
    if (draw.yes(0.6)) {
      const { city, state } = merchant.place;
      const channel = {
        kind: 'card',
        descriptor: descriptorOf(merchant, draw),
        city,
        state,
        phone: null,
        recurring: false,
        pin: false,
        refund: false,
      } as const;
      hold(
        day,
        { account, amount: -draw.pick(preauthorizations), channel, truth: truthOf(merchant.payee, 'fuel') },
        secondOfDay,
        draw.whole(1, 2),
      );
    }
    buy(day, { account, merchant, amount, category: 'fuel', secondOfDay: secondOfDay + draw.whole(180, 500) }, draw);
  }
}
