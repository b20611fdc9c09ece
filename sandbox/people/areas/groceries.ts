import { liveHabit } from '#sandbox/people/areas/purchases.ts';
import { tripAround } from '#sandbox/people/areas/trips.ts';
import type { Day } from '#sandbox/people/day.ts';

/** Supermarkets and pharmacies, at home. */
export function groceries(day: Day): void {
  if (tripAround(day.profile, day.circle, day.number)) return;
  for (const habit of day.profile.habits)
    if (habit.kind === 'grocery' || habit.kind === 'pharmacy') liveHabit(day, habit);
}
