import { buy, payingAccount } from '#sandbox/people/areas/purchases.ts';
import { chance } from '#sandbox/people/chance.ts';
import type { Day } from '#sandbox/people/day.ts';
import { monthlyDay } from '#sandbox/people/days.ts';
import { drawsOf, recall } from '#sandbox/people/ledger.ts';
import type { Subscription } from '#sandbox/people/profile.ts';

/** The price today: once a year, in a month of its own, it rises; to prices that end in 9 as the old ones did. */
function priceOf(day: Day, subscription: Subscription): number {
  const memory = day.state.memory;
  const key = `subscription.${subscription.key}`;
  const price = recall(day, key, subscription.amount);
  const month = chance(day.circle, 'price month', subscription.key).whole(1, 12);
  if (day.month !== month || recall(day, `${key}.risen`, 0) === day.year) return price;
  memory[`${key}.risen`] = day.year;
  const [low, high] = subscription.risePercent;
  const percent = chance(day.circle, 'price rise', subscription.key, day.year).whole(low, high);
  const risen = percent === 0 ? price : Math.ceil((price * (100 + percent)) / 10_000) * 100 - 1;
  memory[key] = risen;
  return risen;
}

/** Subscriptions, charged to a card on the same date every month, weekends too. */
export function subscriptions(day: Day): void {
  for (const subscription of day.profile.subscriptions) {
    const date = chance(day.circle, 'subscribed', subscription.key).whole(1, 28);
    if (monthlyDay(day.year, day.month, date) !== day.number) continue;
    const draw = drawsOf(day, `subscription ${subscription.key}`);
    const amount = priceOf(day, subscription);
    // The same card stays on file for years.
    const account = payingAccount(day, amount, chance(day.circle, 'on file', subscription.key));
    if (account === null) continue;
    const { payee, descriptor, city, state } = subscription;
    const merchant = { payee, descriptor, place: { city, state }, phone: null, known: true };
    const series = `${day.household.key}-${subscription.key}`;
    buy(
      day,
      {
        account,
        merchant,
        amount,
        category: subscription.category,
        secondOfDay: draw.whole(2 * 3600, 9 * 3600),
        recurring: true,
        series,
      },
      draw,
    );
  }
}
