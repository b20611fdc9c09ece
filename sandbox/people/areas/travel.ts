import { buy, liveHabit, payingAccount } from '#sandbox/people/areas/purchases.ts';
import { type Trip, tripAround } from '#sandbox/people/areas/trips.ts';
import { chance } from '#sandbox/people/chance.ts';
import type { Day } from '#sandbox/people/day.ts';
import { drawsOf } from '#sandbox/people/ledger.ts';
import { merchantAt } from '#sandbox/people/merchants.ts';
import type { Habit } from '#sandbox/people/profile.ts';

/** What people buy on each day away. */
const habitsAway: readonly Habit[] = [
  {
    kind: 'coffee',
    weekdays: [0.8, 0.7, 0.7, 0.7, 0.7, 0.8, 0.8],
    amount: [350, 900],
    pool: 4,
    hours: [7, 11],
    listPrices: true,
    category: 'travel',
  },
  {
    kind: 'restaurant',
    weekdays: [1.2, 1, 1, 1, 1, 1.3, 1.3],
    amount: [2200, 9500],
    pool: 7,
    hours: [12, 22],
    tips: true,
    category: 'travel',
  },
  {
    kind: 'shop',
    weekdays: [0.4, 0.3, 0.3, 0.3, 0.3, 0.4, 0.5],
    amount: [900, 6000],
    pool: 5,
    hours: [10, 18],
    category: 'travel',
  },
  {
    kind: 'entertainment',
    weekdays: [0.4, 0.2, 0.2, 0.2, 0.3, 0.4, 0.5],
    amount: [1500, 7000],
    pool: 3,
    hours: [10, 20],
    category: 'travel',
  },
  {
    kind: 'ride',
    weekdays: [0.6, 0.4, 0.4, 0.4, 0.4, 0.6, 0.6],
    amount: [900, 3800],
    pool: 2,
    hours: [8, 23],
    category: 'travel',
  },
  {
    kind: 'parking',
    weekdays: [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2],
    amount: [400, 2500],
    pool: 3,
    hours: [9, 20],
    category: 'travel',
  },
];

const ticketsAhead = 38;

function spendOnce(day: Day, trip: Trip, kind: 'airline' | 'hotel', amount: number): void {
  const draw = drawsOf(day, `trip ${kind}`);
  const merchant = merchantAt(day.circle, kind, trip.place, 0);
  const account = payingAccount(day, amount, draw);
  if (account !== null)
    buy(day, { account, merchant, amount, category: 'travel', secondOfDay: draw.whole(9 * 3600, 21 * 3600) }, draw);
}

/** A trip: tickets weeks ahead, restaurants and sights of another town, the hotel on the way out. */
export function travel(day: Day): void {
  const { profile, circle, number } = day;
  const scale = profile.trips?.scale ?? 0;
  const ahead = tripAround(profile, circle, number, ticketsAhead);
  if (ahead && ahead.firstDay === number + ticketsAhead) {
    const draw = chance(circle, 'tickets', ahead.key);
    if (draw.yes(0.75)) spendOnce(day, ahead, 'airline', Math.floor((draw.whole(16_000, 42_000) * scale) / 100));
  }
  const trip = tripAround(profile, circle, number);
  if (!trip) return;
  for (const habit of habitsAway)
    liveHabit(day, { ...habit, weekdays: habit.weekdays.map((share) => (share * Math.min(scale, 130)) / 100) });
  if (number === trip.lastDay) {
    const nights = trip.lastDay - trip.firstDay;
    spendOnce(
      day,
      trip,
      'hotel',
      Math.floor((chance(circle, 'hotel', trip.key).whole(9_500, 17_500) * nights * scale) / 100),
    );
  }
}
