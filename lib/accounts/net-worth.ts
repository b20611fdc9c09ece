import type { Day } from '../dates/day.ts';
import type { AccountCardView, NetWorthNow, NetWorthPoint } from './view.ts';

/**
 * Net worth now, one per currency, the one with most accounts first: the sum of the newest balances of the accounts
 * that count toward it and have one.
 */
export function netWorthNow(accounts: readonly AccountCardView[]): NetWorthNow[] {
  const byCurrency = new Map<string, NetWorthNow['parts'][number][]>();
  for (const { id, name, balance, inNetWorth } of accounts) {
    if (!balance || !inNetWorth) continue;
    const parts = byCurrency.get(balance.current.currency) ?? [];
    parts.push({ accountId: id, name, balance });
    byCurrency.set(balance.current.currency, parts);
  }
  return [...byCurrency]
    .map(([currency, parts]) => {
      const sum = (of: readonly bigint[]) => ({ amountMinor: of.reduce((a, b) => a + b, 0n), currency });
      const amounts = parts.map((part) => part.balance.current.amountMinor);
      return {
        assets: sum(amounts.filter((minor) => minor > 0n)),
        debts: sum(amounts.filter((minor) => minor < 0n)),
        net: sum(amounts),
        parts,
      };
    })
    .sort((a, b) => b.parts.length - a.parts.length || (a.net.currency < b.net.currency ? -1 : 1));
}

/** One account's balance at the end of each of some days, in their order; null where it is not known. */
export type Ends = { readonly accountId: string; readonly ends: readonly (bigint | null)[] };

/** Adds the accounts up day by day. An account whose end is not known adds nothing and is counted as missing. */
export function netWorthSeries(days: readonly Day[], accounts: readonly Ends[]): NetWorthPoint[] {
  return days.map((day, i) => {
    let [assetsMinor, debtsMinor, missing] = [0n, 0n, 0];
    for (const { ends } of accounts) {
      const end = ends[i] ?? null;
      if (end === null) missing += 1;
      else if (end > 0n) assetsMinor += end;
      else debtsMinor += end;
    }
    return { day, assetsMinor, debtsMinor, missing };
  });
}
