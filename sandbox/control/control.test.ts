import { get } from 'node:http';
import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { testBank, testInstant } from '#sandbox/testing/bank.ts';

const bank = testBank();

type Row = {
  transaction?: string;
  row: string;
  now: { status: string; amount: number; description: string } | null;
  truth: object;
};

describe('control', () => {
  it.each([
    ['POST', '/_sandbox/refreshes/complete?world=test', 200],
    ['DELETE', '/_sandbox/mail?world=test', 200],
    ['POST', '/_dialog/bank/act', 200],
    // Let in, and then found to ask for nothing.
    ['POST', '/_sandbox/demo/link', 400],
    ['POST', '/_dialog/open', 400],
    ['POST', '/_dialog/view', 400],
    ['POST', '/_dialog/act', 400],
  ])(
    '%s %s is refused to pages of other origins, and open to programs and its own page',
    async (method, path, open) => {
      const call = async (headers: Record<string, string>) =>
        (await fetch(`${bank.sandbox.url}${path}`, { method, headers })).status;
      expect(await call({ origin: 'https://evil.example' })).toBe(403);
      expect(await call({ origin: 'null' })).toBe(403);
      expect(await call({ origin: bank.sandbox.url })).toBe(open);
      expect(await call({})).toBe(open);
    },
  );

  it('answers to names of this machine only', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const options = {
        host: '127.0.0.1',
        port: bank.sandbox.port,
        path: '/_sandbox/state',
        headers: { host: 'rebound.example' },
      };
      get(options, (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(403);
    expect((await fetch(`http://localhost:${bank.sandbox.port}/_sandbox/clock`)).status).toBe(200);
  });

  it('says in words what it did not understand', async () => {
    await expect(bank.control('POST', 'advance', { weeks: 1 })).rejects.toThrow('weeks');
    await expect(bank.control('POST', 'accounts/fca_no/deactivate')).rejects.toThrow('No such account: fca_no');
    const complete = bank.control('POST', 'refreshes/complete', { account: 'fca_no' });
    await expect(complete).rejects.toThrow('No such account: fca_no');
    await expect(bank.control('POST', 'rows', { action: 'void', row: 'no' })).rejects.toThrow('No such row: no');
    const response = await fetch(`${bank.sandbox.url}/_sandbox/state?world=../etc`);
    expect(response.status).toBe(400);
  });

  it('begins again with the seed and instant that it is given, and keeps the endpoints unless told otherwise', async () => {
    const endpoint = await bank.stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['*'] });
    await bank.control('POST', 'reset', { seed: 9, now: '2026-05-01T00:00:00Z', clock: 'still' });
    expect((await bank.stripe.customers.list()).data).toEqual([]);
    expect((await bank.stripe.webhookEndpoints.list()).data.map(({ id }) => id)).toEqual([endpoint.id]);
    const another = await bank.stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['*'] });
    expect(another.id).not.toBe(endpoint.id);
    expect(await bank.control('GET', 'clock')).toMatchObject({ now: '2026-05-01T00:00:00.000Z', clock: 'still' });
    await bank.control('POST', 'reset', { seed: 7, now: testInstant, clock: 'still', keepEndpoints: false });
    expect((await bank.stripe.webhookEndpoints.list()).data).toEqual([]);
  });

  it('leaves other worlds alone', async () => {
    const { id } = await bank.sdk('sk_test_neighbour').customers.create({});
    await bank.control('POST', 'reset', { seed: 7, now: testInstant, clock: 'still', pace: { refreshMs: 3_600_000 } });
    expect((await bank.sdk('sk_test_neighbour').customers.retrieve(id)).id).toBe(id);
  });

  it('shows a world whole: people, links, true and told balances, what is due', async () => {
    const { accounts } = await bank.link(['salaried.harborline.checking']);
    await bank.refreshed();
    await bank.stripe.financialConnections.accounts.subscribe(accounts[0]?.id ?? '', { features: ['transactions'] });
    const state = await bank.control<{
      accounts: { id: string; toldBalance: { current: { usd: number } }; trueBalance: { posted: number } }[];
      households: { key: string; accounts: { key: string; linked: string[] }[] }[];
      due: { kind: string }[];
    }>('GET', 'state');
    const [account] = state.accounts;
    expect(account?.id).toBe(accounts[0]?.id);
    expect(account?.toldBalance.current.usd).toBe(account?.trueBalance.posted);
    const nora = state.households
      .find(({ key }) => key === 'salaried')
      ?.accounts.find(({ key }) => key === 'salaried.harborline.checking');
    expect(nora?.linked).toEqual([accounts[0]?.id]);
    expect(state.due.map(({ kind }) => kind)).toEqual(['subscription']);
  });

  it('adds, alters, posts and voids rows, and tells the truth behind each', async () => {
    const { accounts } = await bank.link(['gig.copperleaf.checking']);
    const account = accounts[0]?.id ?? '';
    const added = await bank.control<Row>('POST', 'rows', {
      action: 'add',
      account,
      amount: -1200,
      description: 'SQ *BLUE HERON',
      status: 'pending',
      truth: { payee: 'Blue Heron Bakery', category: 'dining' },
    });
    expect(added.now).toEqual({ status: 'pending', amount: -1200, description: 'SQ *BLUE HERON' });
    const altered = await bank.control<Row>('POST', 'rows', { action: 'alter', row: added.row, amount: -1300 });
    expect(altered.now).toMatchObject({ status: 'pending', amount: -1300 });
    const other = { action: 'add', account, amount: -900, description: 'A', status: 'pending' };
    const { row } = await bank.control<Row>('POST', 'rows', other);
    await bank.control('POST', 'rows', { action: 'alter', row, amount: -950, description: 'B' });
    const asAltered = await bank.control<Row>('POST', 'rows', { action: 'post', row });
    expect(asAltered.now).toEqual({ status: 'posted', amount: -950, description: 'B' });
    for (const action of ['post', 'void']) {
      const refused = 'The row is posted; only a pending one can be posted or voided';
      await expect(bank.control('POST', 'rows', { action, row })).rejects.toThrow(refused);
    }
    const posted = await bank.control<Row>('POST', 'rows', { action: 'post', row: added.row, amount: -1500 });
    expect(posted.now).toMatchObject({ status: 'posted', amount: -1500 });
    await bank.refreshed();
    const { rows } = await bank.control<{ rows: Row[] }>('GET', `truth?account=${account}`);
    const told = rows.find(({ row }) => row === added.row);
    expect(told?.truth).toMatchObject({ payee: 'Blue Heron Bakery', category: 'dining', series: null });
    const transaction = await bank.stripe.financialConnections.transactions.retrieve(told?.transaction ?? '');
    expect(transaction).toMatchObject({ amount: -1500, status: 'posted' });
    const all = await bank.stripe.financialConnections.transactions
      .list({ account, limit: 100 })
      .autoPagingToArray({ limit: 10_000 });
    expect(new Set(rows.map((row) => row.transaction))).toEqual(new Set(all.map(({ id }) => id)));
  });

  it('fills an account with rows whose sum is in its balance', async () => {
    const { accounts } = await bank.link(['trader.harborline.savings']);
    const account = accounts[0]?.id ?? '';
    await bank.refreshed();
    const before = (await bank.stripe.financialConnections.accounts.retrieve(account)).balance?.current.usd ?? 0;
    expect(await bank.control('POST', 'rows/generate', { account, count: 2_500, days: 700 })).toEqual({ rows: 2_500 });
    const all: Stripe.FinancialConnections.Transaction[] = [];
    for await (const row of bank.stripe.financialConnections.transactions.list({ account, limit: 100 })) all.push(row);
    const generated = await bank.control<{ rows: Row[] }>('GET', `truth?account=${account}`);
    const made = new Set(
      generated.rows.filter(({ row }) => row.includes('.generated.')).map(({ transaction }) => transaction),
    );
    expect(made.size).toBe(2_500);
    const sum = all.filter(({ id }) => made.has(id)).reduce((total, { amount }) => total + amount, 0);
    await bank.control('POST', 'advance', { hours: 0.01 });
    await bank.stripe.financialConnections.accounts.refresh(account, { features: ['balance'] });
    await bank.refreshed();
    const after = (await bank.stripe.financialConnections.accounts.retrieve(account)).balance?.current.usd ?? 0;
    expect(after - before).toBe(sum);
  });

  it('tells events with all deliveries of just these, however many endpoints listen', async () => {
    for (const _ of [1, 2, 3]) {
      await bank.stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['*'] });
    }
    for (const name of ['First', 'Second', 'Third']) await bank.stripe.customers.create({ name });
    const { events, deliveries } = await bank.control<{ events: { id: string }[]; deliveries: { event: string }[] }>(
      'GET',
      'events?deliveries=yes&limit=2',
    );
    const told = events.map(({ id }) => deliveries.filter(({ event }) => event === id).length);
    expect(told).toEqual([3, 3]);
    expect(deliveries).toHaveLength(6);
  });

  it('keeps the last requests with their answers', async () => {
    await bank.stripe.customers.create({ name: 'Seen' }, { idempotencyKey: 'seen' });
    await bank.stripe.customers.retrieve('cus_no').catch(() => {});
    const { requests } = await bank.control<{
      requests: {
        method: string;
        path: string;
        status: number;
        params: object;
        idempotencyKey: string | null;
        answer: string;
      }[];
    }>('GET', 'requests');
    expect(requests[0]).toMatchObject({ method: 'GET', path: '/v1/customers/cus_no', status: 404 });
    expect(requests[1]).toMatchObject({
      method: 'POST',
      status: 200,
      params: { name: 'Seen' },
      idempotencyKey: 'seen',
    });
    expect(requests[1]?.answer).toContain('"name":"Seen"');
  });
});
