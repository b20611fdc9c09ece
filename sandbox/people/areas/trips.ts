import { chance } from '#sandbox/people/chance.ts';
import type { Day } from '#sandbox/people/day.ts';
import { dayOf, partsOf } from '#sandbox/people/days.ts';
import type { Place } from '#sandbox/people/merchants.ts';
import { towns } from '#sandbox/people/names.ts';
import type { Profile } from '#sandbox/people/profile.ts';

export type Trip = { key: string; place: Place; firstDay: number; lastDay: number };

/** The trips that these people make in a year; the same for every day that asks. */
function tripsOf(profile: Profile, circle: string, year: number): Trip[] {
  if (!profile.trips) return [];
  const trips: Trip[] = [];
  const plan = (season: string, firstDay: number, nights: number): void => {
    const [city, state] = chance(circle, 'trip to', season, year).pick(towns);
    trips.push({ key: `${season}-${year}`, place: { city, state }, firstDay, lastDay: firstDay + nights });
  };
  const draw = chance(circle, 'trips', year);
  if (profile.trips.summer) plan('summer', dayOf(year, 6, 10 + draw.whole(0, 75)), draw.whole(5, 8));
  if (profile.trips.winter) plan('winter', dayOf(year, 1, 20 + draw.whole(0, 45)), draw.whole(2, 4));
  return trips;
}

/** The trip that begins within `lead` days from a day, or goes on at it. */
export function tripAround(profile: Profile, circle: string, day: number, lead = 0): Trip | null {
  const { year } = partsOf(day + lead);
  return tripsOf(profile, circle, year).find((trip) => day + lead >= trip.firstDay && day <= trip.lastDay) ?? null;
}

/** Where people are today: away, at home, or one time in six in a town nearby. */
export function placeOf(day: Day, unit: number): Place {
  const trip = tripAround(day.profile, day.circle, day.number);
  if (trip) return trip.place;
  const { home, nearby } = day.profile;
  const city = unit < 0.16 ? (nearby[Math.floor((unit / 0.16) * nearby.length)] ?? home.city) : home.city;
  return { city, state: home.state };
}
