import fc from 'fast-check';
import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { households } from '#sandbox/people/households.ts';
import { testBank } from '#sandbox/testing/bank.ts';

const bank = testBank();
let ids: string[];
beforeAll(async () => {
  await bank.control('POST', 'pace', { slotSeconds: { balance: 0, ownership: 0, transactions: 0 } });
  const keys = households.flatMap(({ accounts }) => accounts.map(({ key }) => key));
  const { session } = await bank.link(keys, { prefetch: ['balances', 'transactions'] });
  const accounts = bank.stripe.financialConnections.accounts.list({ session: session.id, limit: 100 });
  ids = (await accounts.autoPagingToArray({ limit: 100 })).map(({ id }) => id);
  await bank.refreshed();
});

type Told = { current: number; available: number | null; posted: number; pending: number };

/** What Stripe's side tells of an account: its balance, and the sums of its rows by status. */
async function told(id: string): Promise<Told> {
  const { balance } = await bank.stripe.financialConnections.accounts.retrieve(id);
  const rows = await bank.stripe.financialConnections.transactions
    .list({ account: id, limit: 100 })
    .autoPagingToArray({ limit: 10_000 });
  const sum = (status: Stripe.FinancialConnections.Transaction['status']) =>
    rows.filter((row) => row.status === status).reduce((total, { amount }) => total + amount, 0);
  return {
    current: balance?.current.usd ?? Number.NaN,
    available: balance?.cash?.available?.usd ?? null,
    posted: sum('posted'),
    pending: sum('pending'),
  };
}

describe('a balance', () => {
  it('moves by exactly what was posted, on every account and whenever one looks', async () => {
    const before = new Map<string, Told>();
    for (const id of ids) before.set(id, await told(id));
    expect(before.size).toBe(19);
    const step = fc.tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom(...ids.keys()));
    await fc.assert(
      fc.asyncProperty(step, async ([hours, index]) => {
        await bank.control('POST', 'advance', { hours });
        const id = ids[index] ?? '';
        await bank.stripe.financialConnections.accounts.refresh(id, { features: ['balance', 'transactions'] });
        await bank.refreshed();
        const [first, now] = [before.get(id) as Told, await told(id)];
        expect(now.current - first.current).toBe(now.posted - first.posted);
        if (now.available !== null) expect(now.available).toBe(now.current + now.pending);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });
});
