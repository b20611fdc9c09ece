import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { type TestBank, testBank, testMoment } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { balanceAt, bankAccount } from './bank.ts';

const bank = testBank();

const checking = 'salaried.harborline.checking';
const accounts = () => bank.stripe.financialConnections.accounts;
const transactions = (query: Stripe.FinancialConnections.TransactionListParams) =>
  bank.stripe.financialConnections.transactions.list({ limit: 100, ...query }).autoPagingToArray({ limit: 10_000 });
const only = async (keys: string[], options: Parameters<TestBank['link']>[1] = {}) => {
  const linked = await bank.link(keys, options);
  const [account] = linked.accounts;
  if (!account) throw new Error('nothing linked');
  return account;
};
const eventTypes = async (account: string) =>
  (await bank.stripe.events.list({ limit: 100 })).data
    .filter((event) => (event.data.object as { id: string }).id === account)
    .map((event) => event.type.replace('financial_connections.account.', ''))
    .reverse();

describe('a refresh', () => {
  it('goes from null over pending to succeeded, with an event at the end only', async () => {
    const { id } = await only([checking], { prefetch: [] });
    const linked = await accounts().retrieve(id);
    expect([linked.balance, linked.balance_refresh, linked.transaction_refresh, linked.ownership]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    const asked = await accounts().refresh(id, { features: ['balance'] });
    expect(asked.balance).toBeNull();
    expect(asked.balance_refresh).toEqual({
      status: 'pending',
      last_attempted_at: testMoment,
      next_refresh_available_at: null,
    });
    expect(await eventTypes(id)).toEqual(['created']);
    await bank.refreshed();
    const done = await accounts().retrieve(id);
    expect(done.balance_refresh).toEqual({
      status: 'succeeded',
      last_attempted_at: testMoment,
      next_refresh_available_at: testMoment + 1,
    });
    expect(done.balance?.as_of).toBe(testMoment);
    expect(await eventTypes(id)).toEqual(['created', 'refreshed_balance']);
  });

  it('is prefetched at linking: created first, then one event per feature', async () => {
    const account = await only(['salaried.harborline.savings']);
    expect(account.transaction_refresh).toMatchObject({ status: 'pending', id: expect.stringMatching(/^fctxnref_/) });
    await bank.refreshed();
    const [first, ...rest] = await eventTypes(account.id);
    expect(first).toBe('created');
    expect(rest.sort()).toEqual(['refreshed_balance', 'refreshed_ownership', 'refreshed_transactions']);
  });

  it('does not start before its slot, and changes nothing then', async () => {
    const { id } = await only(['salaried.northgale.card'], { prefetch: ['transactions'] });
    const whilePending = await accounts().refresh(id, { features: ['transactions'] });
    await bank.refreshed();
    const before = await accounts().retrieve(id);
    expect(before.transaction_refresh?.id).toBe(whilePending.transaction_refresh?.id);
    expect(before.transaction_refresh?.next_refresh_available_at).toBe(testMoment + 86_400);
    expect(await accounts().refresh(id, { features: ['transactions'] })).toEqual(before);
  });

  it('needs the permission of its feature', async () => {
    const { id } = await only(['gig.copperleaf.checking'], { permissions: ['balances'], prefetch: [] });
    const error = await failure(accounts().refresh(id, { features: ['transactions'] }));
    expect(error).toMatchObject({ statusCode: 400, param: 'features', code: undefined });
    expect((await failure(accounts().subscribe(id, { features: ['transactions'] }))).statusCode).toBe(400);
  });

  it('makes a new ownership each time, and lists its owners', async () => {
    const { id } = await only(['gig.copperleaf.savings'], { prefetch: ['ownership'] });
    await bank.refreshed();
    const first = (await accounts().retrieve(id)).ownership as string;
    await bank.control('POST', 'advance', { hours: 1 });
    await accounts().refresh(id, { features: ['ownership'] });
    await bank.refreshed();
    const second = (await accounts().retrieve(id)).ownership as string;
    expect(second).toMatch(/^fcaowns_/);
    expect(second).not.toBe(first);
    const owners = await accounts().listOwners(id, { ownership: second });
    expect(owners.data.map(({ name }) => name)).toEqual(
      bankAccount('gig.copperleaf.savings').owners.map(({ name }) => name),
    );
    expect(await failure(accounts().listOwners(id, { ownership: 'fcaowns_no' }))).toMatchObject({ param: 'ownership' });
  });

  it('of owners brings one, another, two or none at Ownership Accounts', async () => {
    const keys = ['match', 'partial', 'no_match', 'two_owners', 'unavailable'];
    const linked = await bank.link(
      keys.map((key) => `ownership_accounts.${key}`),
      { prefetch: ['ownership'] },
    );
    await bank.refreshed();
    const told = await Promise.all(
      linked.accounts.map(async ({ id, display_name: name }) => {
        const { ownership, ownership_refresh: refresh } = await accounts().retrieve(id);
        const owners = typeof ownership === 'string' ? (await accounts().listOwners(id, { ownership })).data : null;
        return [name, refresh?.status, owners?.map((owner) => owner.name) ?? null];
      }),
    );
    expect(told).toEqual([
      ['Match', 'succeeded', ['Jenny Rosen']],
      ['Partial', 'succeeded', ['J ROSEN']],
      ['No match', 'succeeded', ['Orville Tanager']],
      ['Two owners', 'succeeded', ['Jenny Rosen', 'Rowan Rosen']],
      ['Unavailable', 'failed', null],
    ]);
  });
});

describe('transactions', () => {
  it('cannot be listed before a refresh has succeeded', async () => {
    const { id } = await only(['gig.tidewell.spending'], { prefetch: [] });
    const error = await failure(transactions({ account: id }));
    expect(error.code).toBe('financial_connections_no_successful_transaction_refresh');
  });

  it('reach 180 days back and no further, newest first', async () => {
    const { id } = await only(['family.larkfield.checking']);
    await bank.refreshed();
    const rows = await transactions({ account: id });
    const { created } = await accounts().retrieve(id);
    expect(rows.length).toBeGreaterThan(50);
    const moments = rows.map((row) => row.transacted_at);
    expect(moments).toEqual(moments.toSorted((a, b) => b - a));
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(created - 180 * 86_400);
    expect(Math.min(...moments)).toBeLessThan(created - 150 * 86_400);
    expect(Math.max(...moments)).toBeLessThanOrEqual(created);
  });

  it('are filtered by moment, and paged back to front alike', async () => {
    const { id } = await only(['family.larkfield.savings', 'family.northgale.card']);
    await bank.refreshed();
    const all = await transactions({ account: id });
    const middle = all[Math.floor(all.length / 2)]?.transacted_at ?? 0;
    expect(await transactions({ account: id, transacted_at: { gte: middle } })).toEqual(
      all.filter((row) => row.transacted_at >= middle),
    );
    expect(await transactions({ account: id, transacted_at: { lt: middle, gt: middle - 86_400 * 20 } })).toEqual(
      all.filter((row) => row.transacted_at < middle && row.transacted_at > middle - 86_400 * 20),
    );
    expect(await transactions({ account: id, transacted_at: middle })).toEqual(
      all.filter((row) => row.transacted_at === middle),
    );
    const last = all.at(-1)?.id ?? '';
    const backwards: string[] = [];
    for (let before = last, more = true; more; ) {
      const { data, has_more: left } = await bank.stripe.financialConnections.transactions.list({
        account: id,
        limit: 7,
        ending_before: before,
      });
      backwards.unshift(...data.map((row) => row.id));
      before = data[0]?.id ?? before;
      more = left;
    }
    expect([...backwards, last]).toEqual(all.map((row) => row.id));
    const one = await bank.stripe.financialConnections.transactions.retrieve(last);
    expect(one).toEqual(all.at(-1));
  });

  it('are updated in place when they post or vanish, and found after the refresh before', async () => {
    const { id } = await only(['gig.tidewell.spending']);
    const posts = await bank.control<{ row: string }>('POST', 'rows', {
      action: 'add',
      account: id,
      amount: -1500,
      description: 'TST* HARBOR TAVERN',
      status: 'pending',
    });
    const vanishes = await bank.control<{ row: string }>('POST', 'rows', {
      action: 'add',
      account: id,
      amount: -10000,
      description: 'HOTEL HOLD',
      status: 'pending',
    });
    await bank.refreshed();
    const before = await transactions({ account: id });
    const cursor = (await accounts().retrieve(id)).transaction_refresh?.id ?? '';
    const pending = before.find((row) => row.description === 'TST* HARBOR TAVERN');
    expect(pending).toMatchObject({
      status: 'pending',
      amount: -1500,
      status_transitions: { posted_at: null, void_at: null },
    });
    await bank.control('POST', 'advance', { days: 1 });
    await bank.control('POST', 'rows', { action: 'post', row: posts.row, amount: -1800 });
    await bank.control('POST', 'rows', { action: 'void', row: vanishes.row });
    await accounts().refresh(id, { features: ['transactions'] });
    await bank.refreshed();
    const changed = await transactions({ account: id, transaction_refresh: { after: cursor } });
    const refresh = (await accounts().retrieve(id)).transaction_refresh?.id;
    expect(changed.every((row) => row.transaction_refresh === refresh)).toBe(true);
    const posted = changed.find((row) => row.id === pending?.id);
    expect(posted).toMatchObject({ status: 'posted', amount: -1800 });
    expect(posted?.status_transitions.posted_at).not.toBeNull();
    expect(changed.find((row) => row.description === 'HOTEL HOLD')).toMatchObject({ status: 'void', amount: -10000 });
    const after = await transactions({ account: id });
    const untouched = after.filter((row) => !changed.some((other) => other.id === row.id));
    expect(untouched.every((row) => before.some((old) => JSON.stringify(old) === JSON.stringify(row)))).toBe(true);
    expect(new Set(after.map((row) => row.id)).size).toBe(after.length);
    expect(await failure(transactions({ account: id, transaction_refresh: { after: 'fctxnref_no' } }))).toMatchObject({
      code: 'resource_missing',
      param: 'transaction_refresh[after]',
    });
  });
});

describe('balances', () => {
  it('are the opening balance and what was posted, whatever happens to the ledger in between', async () => {
    for (const key of [checking, 'salaried.northgale.card', 'family.quarry_street.mortgage']) {
      const { id } = await only([key]);
      await bank.refreshed();
      for (const days of [0.3, 1, 4, 11]) {
        await bank.control('POST', 'advance', { hours: days * 24 });
        if (days === 1)
          await bank.control('POST', 'rows', {
            action: 'add',
            account: id,
            amount: -321,
            description: 'LATE',
            at: '2026-03-01T12:00:00Z',
          });
        await accounts().refresh(id, { features: ['balance'] });
        await bank.refreshed();
        const { balance } = await accounts().retrieve(id);
        const posted = bank.world.store.get<{ total: number }>(
          'select sum(amount) as total from bank_rows where account_key = ? and posts_at <= ?',
          key,
          balance?.as_of ?? 0,
        );
        expect(balance?.current.usd, `${key} after ${days} days`).toBe(
          bankAccount(key).openingBalance + (posted?.total ?? 0),
        );
        expect(balanceAt(bank.world, key, balance?.as_of ?? 0)).toBe(balance?.current.usd);
      }
    }
  });

  it('agree with the rows told between any two of them', async () => {
    const { id } = await only([checking]);
    await bank.refreshed();
    const first = (await accounts().retrieve(id)).balance;
    await bank.control('POST', 'advance', { days: 9 });
    await accounts().refresh(id, { features: ['balance', 'transactions'] });
    await bank.refreshed();
    const account = await accounts().retrieve(id);
    const truths = await bank.control<{ rows: { postsAt: number | null; now: { status: string; amount: number } }[] }>(
      'GET',
      `truth?account=${id}`,
    );
    const between = truths.rows.filter(
      ({ postsAt }) => postsAt !== null && postsAt > (first?.as_of ?? 0) && postsAt <= (account.balance?.as_of ?? 0),
    );
    expect(between.length).toBeGreaterThan(0);
    const sum = between.reduce((total, row) => total + row.now.amount, 0);
    expect((account.balance?.current.usd ?? 0) - (first?.current.usd ?? 0)).toBe(sum);
  });

  it('are negative for what is owed, with the same sign in `used`', async () => {
    const { id } = await only(['family.quarry_street.mortgage']);
    await bank.refreshed();
    const { balance } = await accounts().retrieve(id);
    expect(balance?.type).toBe('credit');
    expect(balance?.current.usd).toBeLessThan(0);
    expect(balance?.credit?.used?.usd).toBe(balance?.current.usd);
    expect(balance?.cash).toBeUndefined();
  });
});
