import type { AccountKind } from '#lib/accounts/view.ts';

/** The kinds of accounts in the order shown. */
export const kinds: readonly AccountKind[] = ['cash', 'credit', 'investment', 'other'];

export const kindTitles: Readonly<Record<AccountKind, string>> = {
  cash: 'Cash',
  credit: 'Credit',
  investment: 'Investments',
  other: 'Other',
};
