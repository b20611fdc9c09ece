import { everything, filterParams, type TransactionFilter } from '#lib/ledger/filter.ts';

/** The address of the rows that a filter means: what a figure of kind `rows` opens. */
export function rowsHref(part: Partial<TransactionFilter>, currency: string): string {
  const params = filterParams({ ...everything, ...part }, currency).toString();
  return params ? `/transactions?${params}` : '/transactions';
}
