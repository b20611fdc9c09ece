import { filterParams, type TransactionFilter } from '#lib/ledger/filter.ts';
import { parseAmount } from '#lib/money/parse.ts';

/** Where rows of an amount stand that was searched for as a word of the bank's text; null when it is no amount. */
export function amountInstead(filter: TransactionFilter, currency: string): string | null {
  const minor = filter.text === null ? null : parseAmount(filter.text, currency);
  if (minor === null) return null;
  const size = minor < 0n ? -minor : minor;
  return `/transactions?${filterParams({ ...filter, text: null, minMinor: size, maxMinor: size }, currency)}`;
}
