import { liveHabit } from '#sandbox/people/areas/purchases.ts';
import { tripAround } from '#sandbox/people/areas/trips.ts';
import type { Kind } from '#sandbox/people/brands.ts';
import type { Day } from '#sandbox/people/day.ts';

const home: ReadonlySet<Kind> = new Set<Kind>([
  'shop',
  'clothing',
  'hardware',
  'salon',
  'clinic',
  'pets',
  'kids',
  'books',
  'supplies',
  'repair',
  'parking',
  'ride',
  'online',
  'entertainment',
]);

/** Shops, salons, doctors, tickets and the rest of ordinary buying. While people travel, travel.ts buys for them. */
export function shopping(day: Day): void {
  if (tripAround(day.profile, day.circle, day.number)) return;
  for (const habit of day.profile.habits) if (home.has(habit.kind)) liveHabit(day, habit);
}
