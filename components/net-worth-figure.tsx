import type { AccountCardView, NetWorthNow } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { anchorExplain } from './balance-figure.tsx';
import type { Explain } from './figure.tsx';

/** Says of net worth which balances it is the sum of. */
export function netWorthExplain(worth: NetWorthNow, here: Here): Explain {
  return {
    kind: 'formula',
    title: 'The newest balance of each account',
    parts: worth.parts.map((part) => ({
      label: part.name,
      amount: part.balance.current,
      explain: anchorExplain({ id: part.accountId, name: part.name }, part.balance, here),
    })),
  };
}

/** The same for one side of it: what is owned, or what is owed. */
export function sideExplain(worth: NetWorthNow, side: 'assets' | 'debts', here: Here): Explain {
  const isOwed = (amountMinor: bigint) => amountMinor < 0n;
  return {
    kind: 'formula',
    title: side === 'assets' ? 'What you own' : 'What you owe',
    parts: worth.parts
      .filter((part) => isOwed(part.balance.current.amountMinor) === (side === 'debts'))
      .map((part) => ({
        label: part.name,
        amount: part.balance.current,
        explain: anchorExplain({ id: part.accountId, name: part.name }, part.balance, here),
      })),
  };
}

type Counted = Pick<AccountCardView, 'balance' | 'inNetWorth' | 'currency'>;

/** `1 of 3 accounts so far` while the bank has not stated the balance of each account of this currency; else null. */
export function soFarWords(worth: NetWorthNow, accounts: readonly Counted[]): string | null {
  const counted = accounts.filter((account) => account.inNetWorth && account.currency === worth.net.currency);
  const known = counted.filter((account) => account.balance).length;
  return known === counted.length ? null : `${known} of ${counted.length} accounts so far`;
}
