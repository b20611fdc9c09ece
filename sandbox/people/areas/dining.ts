import { liveHabit } from '#sandbox/people/areas/purchases.ts';
import { tripAround } from '#sandbox/people/areas/trips.ts';
import type { Kind } from '#sandbox/people/brands.ts';
import type { Day } from '#sandbox/people/day.ts';

const places: ReadonlySet<Kind> = new Set<Kind>(['coffee', 'restaurant', 'takeaway', 'bar']);

/** Coffee, restaurants, take-away and bars; bills grow by the tip when they post. Away from home, travel.ts has its own. */
export function dining(day: Day): void {
  if (tripAround(day.profile, day.circle, day.number)) return;
  for (const habit of day.profile.habits) if (places.has(habit.kind)) liveHabit(day, habit);
}
