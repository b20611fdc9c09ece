import { brands, type Kind } from '#sandbox/people/brands.ts';
import type { TruthCategory } from '#sandbox/people/categories.ts';
import { type Chance, chance } from '#sandbox/people/chance.ts';
import { firstParts, kindWords, secondParts, surnames } from '#sandbox/people/names.ts';

export type Place = { city: string; state: string };

/** A business as it stands on receipts. `descriptor` may hold `<n>`: codes that are new with each purchase. */
export type Merchant = { payee: string; descriptor: string; place: Place; phone: string | null; known: boolean };

export const categoryOfKind: Readonly<Record<Kind, TruthCategory>> = {
  grocery: 'groceries',
  coffee: 'coffee',
  restaurant: 'restaurants',
  takeaway: 'restaurants',
  bar: 'restaurants',
  fuel: 'fuel',
  pharmacy: 'health',
  shop: 'shopping',
  clothing: 'shopping',
  hardware: 'home',
  online: 'shopping',
  salon: 'personal_care',
  entertainment: 'entertainment',
  ride: 'transport',
  parking: 'transport',
  clinic: 'health',
  pets: 'shopping',
  hotel: 'travel',
  airline: 'travel',
  kids: 'childcare',
  books: 'education',
  supplies: 'business_expense',
  repair: 'transport',
};

/** Card processors in front of small merchants' names, and how often a kind of business uses them. */
const processors: Partial<Record<Kind, readonly (readonly [prefix: string, share: number])[]>> = {
  grocery: [['SQ *', 0.2]],
  coffee: [
    ['SQ *', 0.5],
    ['TST* ', 0.2],
  ],
  restaurant: [
    ['TST* ', 0.45],
    ['SQ *', 0.2],
  ],
  takeaway: [
    ['TST* ', 0.3],
    ['SQ *', 0.25],
    ['SPO*', 0.1],
  ],
  bar: [
    ['TST* ', 0.4],
    ['SQ *', 0.2],
  ],
  shop: [['SQ *', 0.35]],
  clothing: [
    ['SQ *', 0.2],
    ['SP ', 0.2],
  ],
  online: [
    ['SP ', 0.4],
    ['PAYPAL *', 0.25],
    ['ETSY ', 0.05],
    ['PP*', 0.1],
  ],
  salon: [
    ['SQ *', 0.45],
    ['VAGARO*', 0.2],
  ],
  entertainment: [
    ['SQ *', 0.15],
    ['EB *', 0.15],
  ],
  clinic: [['IN *', 0.15]],
  kids: [
    ['IN *', 0.2],
    ['PY *', 0.15],
  ],
  supplies: [
    ['IN *', 0.3],
    ['SQ *', 0.1],
  ],
  repair: [
    ['SQ *', 0.2],
    ['IN *', 0.15],
  ],
};

/** Businesses without a street address: their descriptors carry a phone number where others carry a city. */
const remote: ReadonlySet<Kind> = new Set<Kind>(['online', 'ride', 'airline']);

/** Kinds that are mostly chains. */
const mostlyBrands: ReadonlySet<Kind> = new Set<Kind>(['fuel', 'ride', 'airline']);

function inventName(kind: Kind, draw: Chance): string {
  const trade = draw.pick(kindWords[kind]);
  const shape = draw.whole(0, 9);
  if (shape <= 3) return `${draw.pick(firstParts)} ${draw.pick(secondParts)} ${trade}`;
  if (shape <= 5) return `${draw.pick(surnames)}'s ${trade}`;
  if (shape <= 7) return `${draw.pick(firstParts)} ${trade}`;
  if (shape === 8) return `${draw.pick(surnames)} & ${draw.pick(surnames)} ${trade}`;
  return `The ${draw.pick(firstParts)} ${draw.pick(secondParts)}`;
}

function prefixFor(kind: Kind, draw: Chance): string {
  let left = draw.unit();
  for (const [prefix, share] of processors[kind] ?? []) {
    if (left < share) return prefix;
    left -= share;
  }
  return '';
}

function ofBrand(kind: Kind, place: Place, draw: Chance): Merchant {
  const [payee, pattern, city, state] = draw.pick(brands[kind]);
  const descriptor = pattern.replace(/\{(\d+)\}/g, (_, count: string) => draw.digits(Number(count)));
  const seat = city !== undefined && state !== undefined ? { city, state } : place;
  return { payee, descriptor, place: seat, phone: null, known: true };
}

function invented(kind: Kind, place: Place, draw: Chance): Merchant {
  const payee = inventName(kind, draw);
  const store = draw.yes(0.12) ? ` ${draw.whole(2, 48).toString().padStart(2, '0')}` : '';
  const phone = remote.has(kind) ? `555-${draw.digits(7)}` : null;
  return { payee, descriptor: `${prefixFor(kind, draw)}${payee.toUpperCase()}${store}`, place, phone, known: false };
}

/**
 * The `index`-th business of a kind that people of this circle (a household under a seed) know in a place; about a third
 * are known brands. The same arguments always give the same business.
 */
export function merchantAt(circle: string, kind: Kind, place: Place, index: number): Merchant {
  const draw = chance(circle, 'merchant', kind, place.city, index);
  const brand = draw.yes(mostlyBrands.has(kind) ? 0.8 : 0.33);
  return brand ? ofBrand(kind, place, draw) : invented(kind, place, draw);
}

/** Picks one of `size` businesses of a kind; the first ones are the favourites. */
export function pickMerchant(circle: string, kind: Kind, place: Place, size: number, draw: Chance): Merchant {
  const u = draw.unit();
  return merchantAt(circle, kind, place, Math.floor(size * u * (0.4 + 0.6 * u)));
}

/** The descriptor of one purchase: codes that change each time are filled in. */
export function descriptorOf(merchant: Merchant, draw: Chance): string {
  return merchant.descriptor.replace(/<(\d+)>/g, (_, count: string) => draw.code(Number(count)));
}
