import { assert } from '../assert.ts';

/**
 * An amount in minor units (cents for USD) and its ISO 4217 code in upper case.
 * Everywhere in Plumb: **positive is money in, negative is money out**.
 */
export type Money = { readonly amountMinor: bigint; readonly currency: string };

export function money(amountMinor: bigint, currency: string): Money {
  assert(/^[A-Z]{3}$/.test(currency), `currency ${currency} is an ISO 4217 code`);
  return { amountMinor, currency };
}

/** The sum of two amounts of one currency; two currencies are a bug. */
export function add(a: Money, b: Money): Money {
  assert(a.currency === b.currency, `${a.currency} and ${b.currency} are not added`);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

export function subtract(a: Money, b: Money): Money {
  return add(a, { amountMinor: -b.amountMinor, currency: b.currency });
}

/** One total per currency, sorted by currency; amounts of different currencies never meet in a sum. */
export function totals(amounts: Iterable<Money>): Money[] {
  const byCurrency = new Map<string, bigint>();
  for (const { amountMinor, currency } of amounts) {
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + amountMinor);
  }
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amountMinor]) => ({ amountMinor, currency }));
}
