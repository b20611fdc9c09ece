import { describe, expect, it } from 'vitest';
import { day } from '../dates/day.ts';
import { netWorthNow, netWorthSeries } from './net-worth.ts';
import type { AccountCardView } from './view.ts';

const card = (id: string, minor: bigint | null, more: Partial<AccountCardView> = {}): AccountCardView => ({
  id,
  name: id,
  institutionName: 'Bank',
  last4: null,
  kind: 'cash',
  subcategory: 'checking',
  currency: 'USD',
  status: 'active',
  balance:
    minor === null
      ? null
      : {
          anchorId: id,
          asOf: new Date(0),
          askedAt: new Date(0),
          current: { amountMinor: minor, currency: more.currency ?? 'USD' },
          available: null,
        },
  proof: { kind: 'not-yet', why: 'no-balance' },
  isStale: false,
  inNetWorth: true,
  isUndecided: false,
  isUpdating: false,
  ...more,
});

describe('net worth now', () => {
  it('is the sum of the newest balances, with debts apart, and of nothing else', () => {
    const [usd, ...others] = netWorthNow([
      card('a', 100n),
      card('b', -30n),
      card('none', null),
      card('left out', 7n, { inNetWorth: false }),
    ]);
    expect(others).toEqual([]);
    expect(usd).toMatchObject({
      assets: { amountMinor: 100n },
      debts: { amountMinor: -30n },
      net: { amountMinor: 70n },
    });
    expect(usd?.parts.map((part) => part.accountId)).toEqual(['a', 'b']);
  });

  it('never adds two currencies', () => {
    const list = netWorthNow([card('a', 1n, { currency: 'EUR' }), card('b', 2n), card('c', 3n)]);
    expect(list.map((one) => [one.net.currency, one.net.amountMinor])).toEqual([
      ['USD', 5n],
      ['EUR', 1n],
    ]);
  });
});

describe('net worth over days', () => {
  it('counts accounts that are not known on a day instead of taking them as zero', () => {
    const days = [day('2026-01-01'), day('2026-01-02')];
    expect(
      netWorthSeries(days, [
        { accountId: 'a', ends: [null, 5n] },
        { accountId: 'b', ends: [-2n, -3n] },
      ]),
    ).toEqual([
      { day: days[0], assetsMinor: 0n, debtsMinor: -2n, missing: 1 },
      { day: days[1], assetsMinor: 5n, debtsMinor: -3n, missing: 0 },
    ]);
  });
});
