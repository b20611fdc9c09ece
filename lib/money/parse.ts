import { minorDigits } from './format.ts';

/** More digits than this are no amount, and would not fit the database's integer. */
const mostUnits = 15;

/**
 * Reads an amount that a person typed ("1,234.5", "12", ".99") as minor units of `currency`; null when it is not an
 * amount or has more decimals than the currency. Digits only, never a float.
 */
export function parseAmount(text: string, currency: string): bigint | null {
  const digits = minorDigits(currency);
  const match = /^\s*(-?)\s*\$?\s*([\d,]*)(?:\.(\d*))?\s*$/.exec(text.replace('−', '-'));
  if (!match) return null;
  const [, sign, grouped = '', fraction = ''] = match;
  const units = grouped.replaceAll(',', '');
  if (units === '' && fraction === '') return null;
  if (fraction.length > digits || units.length > mostUnits) return null;
  const minor = BigInt(units + fraction.padEnd(digits, '0'));
  return sign === '-' ? -minor : minor;
}
