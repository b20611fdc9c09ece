import type { Money } from './money.ts';

const formatters = new Map<string, Intl.NumberFormat>();

function formatter(locale: string, currency: string, withCode: boolean): Intl.NumberFormat {
  const key = `${locale} ${currency} ${withCode}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: withCode ? 'code' : 'narrowSymbol',
  });
  formatters.set(key, made);
  return made;
}

/** How many digits follow the decimal sign in this currency (ISO 4217: USD 2, JPY 0, KWD 3). */
export function minorDigits(currency: string): number {
  return formatter('en-US', currency, false).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The amount as an exact decimal text, such as `-12.34`: built from digits, never through a float. */
export function toDecimal({ amountMinor, currency }: Money): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The parts of an amount as they stand on a screen: a real minus sign, symbol, units and cents apart. */
export type MoneyText = { sign: '' | '+' | '−'; symbol: string; units: string; decimal: string; whole: string };

/** Words an amount for a locale. `plus` writes a plus sign before money in. */
export function formatMoney(amount: Money, { locale = 'en-US', plus = false } = {}): MoneyText {
  const negative = amount.amountMinor < 0n;
  const absolute = toDecimal({
    amountMinor: negative ? -amount.amountMinor : amount.amountMinor,
    currency: amount.currency,
  });
  const parts = formatter(locale, amount.currency, false).formatToParts(absolute as unknown as number);
  const join = (types: readonly string[]) =>
    parts
      .filter((part) => types.includes(part.type))
      .map((part) => part.value)
      .join('');
  const sign = negative ? '−' : plus && amount.amountMinor > 0n ? '+' : '';
  const symbol = join(['currency']);
  const units = join(['integer', 'group']);
  const decimal = join(['decimal', 'fraction']);
  return { sign, symbol, units, decimal, whole: sign + parts.map((part) => part.value).join('') };
}
