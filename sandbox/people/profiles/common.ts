import type { TruthCategory } from '#sandbox/people/categories.ts';
import type { Habit, Range, Subscription } from '#sandbox/people/profile.ts';

/** Percents of a usual bill by month, January first. */
export const cooling = [84, 82, 78, 76, 88, 122, 152, 148, 116, 84, 78, 86] as const;
export const heating = [196, 184, 152, 104, 62, 40, 34, 34, 42, 78, 118, 166] as const;
export const level = [100, 98, 99, 100, 102, 106, 108, 107, 103, 100, 99, 100] as const;

type Streaming = readonly [
  key: string,
  payee: string,
  descriptor: string,
  city: string,
  state: string,
  cents: number,
  category?: TruthCategory,
];

const known: readonly Streaming[] = [
  ['netflix', 'Netflix', 'NETFLIX.COM', 'LOS GATOS', 'CA', 1549],
  ['spotify', 'Spotify', 'SPOTIFY USA', 'NEW YORK', 'NY', 1199],
  ['hulu', 'Hulu', 'HULU 877-8244858', 'SANTA MONICA', 'CA', 1799],
  ['icloud', 'Apple', 'APPLE.COM/BILL', 'CUPERTINO', 'CA', 299],
  ['youtube', 'YouTube Premium', 'GOOGLE *YouTubePremium', 'MOUNTAIN VIEW', 'CA', 1399],
  ['disney', 'Disney Plus', 'DISNEYPLUS', 'BURBANK', 'CA', 1399],
  ['prime', 'Amazon Prime', 'AMAZON PRIME*PMTS', 'SEATTLE', 'WA', 1499],
  ['gazette', 'Harbor Gazette', 'HARBOR GAZETTE DIGITAL', 'PROVIDENCE', 'RI', 1200],
  ['gym', 'Ironwood Fitness', 'ABC*IRONWOOD FITNESS', 'LITTLE ROCK', 'AR', 3499, 'health'],
  ['yoga', 'Quiet Wren Yoga', 'MINDBODY*QUIET WREN YOGA', 'COLUMBUS', 'OH', 6900, 'health'],
  ['lunchbox', 'Thistle & Plum Meals', 'SP THISTLE & PLUM MEALS', 'AUSTIN', 'TX', 5994, 'groceries'],
  ['vault', 'Cloudvault', 'PADDLE.NET* CLOUDVAULT', 'ASTORIA', 'NY', 799],
  ['invoices', 'Ledgerleaf Invoices', 'LEDGERLEAF INVOICES', 'PORTLAND', 'OR', 2900, 'business_expense'],
  ['website', 'Inkwell Sites', 'INKWELL SITES, INC.', 'NEW YORK', 'NY', 2300, 'business_expense'],
];

/** Subscriptions by key; each rises by some percents a year. */
export function subscribe(...keys: readonly string[]): Subscription[] {
  return keys.map((key) => {
    const found = known.find(([candidate]) => candidate === key);
    if (!found) throw new Error(`Nobody offers the subscription "${key}".`);
    const [, payee, descriptor, city, state, amount, category] = found;
    return { key, payee, descriptor, city, state, amount, category: category ?? 'subscriptions', risePercent: [0, 16] };
  });
}

/** Weekdays, Sunday first, that are all alike: `perWeek` visits spread evenly. */
export function evenly(perWeek: number): number[] {
  return Array.from({ length: 7 }, () => perWeek / 7);
}

/** More at weekends: the weekend days count three times. */
export function weekends(perWeek: number): number[] {
  const part = perWeek / 11;
  return [part * 3, part, part, part, part, part, part * 3];
}

/** On working days only. */
export function workdays(perWeek: number): number[] {
  const part = perWeek / 5;
  return [0, part, part, part, part, part, 0];
}

export function habit(
  kind: Habit['kind'],
  weekdays: readonly number[],
  amount: Range,
  pool: number,
  hours: Range,
  more: Partial<Habit> = {},
): Habit {
  return { kind, weekdays, amount, pool, hours, ...more };
}
