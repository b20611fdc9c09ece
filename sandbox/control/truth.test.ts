import { beforeAll, describe, expect, it } from 'vitest';
import { households } from '#sandbox/people/households.ts';
import type { Truth } from '#sandbox/people/types.ts';
import { testBank } from '#sandbox/testing/bank.ts';
import type { Kind, Score } from '#sandbox/world/score.ts';

const bank = testBank();
let accounts: string[];
beforeAll(async () => {
  const keys = households.flatMap((household) => household.accounts.map(({ key }) => key));
  const { session } = await bank.link(keys);
  const listed = bank.stripe.financialConnections.accounts.list({ session: session.id, limit: 100 });
  accounts = (await listed.autoPagingToArray({ limit: 100 })).map(({ id }) => id);
  await bank.refreshed();
});

type Row = { transaction: string; account: string; bend: string | null; now: { amount: number }; truth: Truth };
type Answer = { rows: number; scores: Record<Kind, Score> };
const truth = async (account?: string) =>
  (await bank.control<{ rows: Row[] }>('GET', account ? `truth?account=${account}` : 'truth')).rows;
const score = (labels: Record<string, { [kind in Kind]?: string | null | undefined }>, account?: string) =>
  bank.control<Answer>('POST', 'truth/score', { labels, ...(account ? { account } : {}) });

describe('the truth', () => {
  it('stands behind every row that was told, once, and behind no other', async () => {
    const told: string[] = [];
    for (const account of accounts) {
      const rows = bank.stripe.financialConnections.transactions.list({ account, limit: 100 });
      for await (const row of rows) told.push(row.id);
    }
    const known = (await truth()).map(({ transaction }) => transaction);
    expect(known.length).toBeGreaterThan(2_000);
    expect(known.toSorted()).toEqual(told.toSorted());
  });

  it('has both sides of each transfer between linked accounts, and they cancel', async () => {
    const sides = Map.groupBy(
      (await truth()).filter((row) => row.truth.transferPair !== null),
      (row) => row.truth.transferPair,
    );
    const whole = [...sides.values()].filter((pair) => pair.length === 2);
    expect(whole.length).toBeGreaterThan(100);
    // At the ends of what is told, one side may lie outside.
    expect(sides.size - whole.length).toBeLessThan(15);
    for (const pair of whole) {
      expect(pair.reduce((sum, { now }) => sum + now.amount, 0)).toBe(0);
      expect(pair[0]?.account).not.toBe(pair[1]?.account);
    }
  });

  it('scores full marks for itself, under other names for its groups', async () => {
    const rows = await truth();
    const renamed = (group: string | null) => (group === null ? null : `my ${group}`);
    const labels = Object.fromEntries(
      rows.map(({ transaction, truth: { payee, category, series, transferPair, incomeStream } }) => [
        transaction,
        {
          payee: payee.toUpperCase(),
          category,
          series: renamed(series),
          transferPair: renamed(transferPair),
          incomeStream: renamed(incomeStream),
        },
      ]),
    );
    const answer = await score(labels);
    expect(answer.rows).toBe(rows.length);
    for (const [kind, { precision, recall, inferred, actual }] of Object.entries(answer.scores)) {
      expect([precision, recall], kind).toEqual([expect.closeTo(1, 10), expect.closeTo(1, 10)]);
      expect(inferred).toBe(actual);
      expect(actual).toBeGreaterThan(50);
    }
  });

  it('scores one account alone, and refuses labels for what was never told', async () => {
    const [account = ''] = accounts;
    const rows = await truth(account);
    const [first] = rows;
    const { rows: count, scores } = await score({ [first?.transaction ?? '']: { payee: first?.truth.payee } }, account);
    expect(count).toBe(rows.length);
    expect(scores.payee).toEqual({ precision: 1, recall: 1 / rows.length, inferred: 1, actual: rows.length });
    await expect(score({ fctxn_invented: { payee: 'X' } })).rejects.toThrow('fctxn_invented');
    await expect(score({ [first?.transaction ?? '']: { kind: 'X' } as never })).rejects.toThrow('kind');
    await expect(score({}, 'fca_invented')).rejects.toThrow('No such account');
  });

  it('leaves out what nobody has lived: twins of a fault, and rows without a truth', async () => {
    const [account = ''] = accounts;
    const before = (await score({}, account)).rows;
    await bank.control('POST', 'pace', { slotSeconds: { transactions: 0 } });
    await bank.control('POST', 'rows/generate', { account, count: 700, days: 100 });
    await bank.control('POST', 'rows', { action: 'add', account, amount: -100, description: 'X' });
    const told = { payee: 'Blue Heron Bakery', category: 'coffee' };
    await bank.control('POST', 'rows', { action: 'add', account, amount: -100, description: 'Y', truth: told });
    await bank.control('POST', 'faults', { fault: 'row-duplicated', account });
    await bank.stripe.financialConnections.accounts.refresh(account, { features: ['transactions'] });
    await bank.refreshed();
    const rows = await truth(account);
    expect(rows.filter(({ bend }) => bend === 'twin')).toHaveLength(1);
    expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(before + 700 + 2 + 1);
    expect((await score({}, account)).rows).toBe(before + 1);
  });
});
