import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { testBank } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { accountsAt, openSession } from '#sandbox/world/linking.ts';

const bank = testBank();

const key = 'salaried.harborline.checking';
const accounts = () => bank.stripe.financialConnections.accounts;
const transactions = () => bank.stripe.financialConnections.transactions;
const link = async (permissions: Stripe.FinancialConnections.SessionCreateParams.Permission[]) =>
  (await bank.link([key], { permissions, prefetch: [] })).accounts[0]?.id ?? '';

describe('an account', () => {
  it('refuses a feature that was not permitted, and one that is misspelt', async () => {
    const id = await link(['balances']);
    for (const feature of ['ownership', 'transactions'] as const) {
      const refused = await failure(accounts().refresh(id, { features: [feature] }));
      expect(refused).toMatchObject({ statusCode: 400, code: undefined, param: 'features' });
    }
    expect(await failure(accounts().subscribe(id, { features: ['transactions'] }))).toMatchObject({
      param: 'features',
    });
    const misspelt = await failure(accounts().refresh(id, { features: ['balances' as 'balance'] }));
    expect(misspelt).toMatchObject({ statusCode: 400, code: undefined, param: 'features[0]' });
    expect(misspelt.message).toContain('balance, ownership, or transactions');
    expect((await failure(accounts().subscribe(id, { features: ['balance' as 'transactions'] }))).param).toBe(
      'features[0]',
    );
    const none = await failure(accounts().refresh(id, { features: [] }));
    expect(none).toMatchObject({ code: 'parameter_missing', param: 'features' });
  });

  it('that is unknown is 404 in the path and 400 in a parameter', async () => {
    const calls = [
      () => accounts().retrieve('fca_no'),
      () => accounts().refresh('fca_no', { features: ['balance'] }),
      () => accounts().disconnect('fca_no'),
      () => accounts().listOwners('fca_no', { ownership: 'fcaowns_no' }),
      () => transactions().retrieve('fctxn_no'),
    ];
    for (const call of calls)
      expect(await failure(call())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
    const listed = await failure(transactions().list({ account: 'fca_no' }));
    expect(listed).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'account' });
    const missing = await failure(transactions().list({} as Stripe.FinancialConnections.TransactionListParams));
    expect(missing).toMatchObject({ code: 'parameter_missing', param: 'account' });
    expect((await failure(accounts().list({ session: 'fcsess_no' }))).param).toBe('session');
  });

  it('keeps its rows and owners to itself', async () => {
    const [one, other] = [await link(['ownership', 'transactions']), await link(['ownership', 'transactions'])];
    await accounts().refresh(one, { features: ['ownership', 'transactions'] });
    await accounts().refresh(other, { features: ['ownership', 'transactions'] });
    await bank.refreshed();
    const { ownership, transaction_refresh: refresh } = await accounts().retrieve(one);
    const strangeOwners = await failure(accounts().listOwners(other, { ownership: String(ownership) }));
    expect(strangeOwners).toMatchObject({ code: 'resource_missing', param: 'ownership' });
    const strangeRefresh = await failure(
      transactions().list({ account: other, transaction_refresh: { after: refresh?.id ?? '' } }),
    );
    expect(strangeRefresh).toMatchObject({ code: 'resource_missing', param: 'transaction_refresh[after]' });
  });

  it('gives nothing more once it is disconnected, but is still there', async () => {
    const id = await link(['balances', 'ownership', 'transactions']);
    await accounts().refresh(id, { features: ['balance', 'ownership', 'transactions'] });
    await bank.refreshed();
    const { ownership } = await accounts().retrieve(id);
    const [row] = (await transactions().list({ account: id, limit: 1 })).data;
    await accounts().disconnect(id);
    const calls = [
      () => accounts().refresh(id, { features: ['balance'] }),
      () => accounts().subscribe(id, { features: ['transactions'] }),
      () => accounts().unsubscribe(id, { features: ['transactions'] }),
      () => accounts().listOwners(id, { ownership: String(ownership) }),
      () => transactions().list({ account: id }),
      () => transactions().retrieve(row?.id ?? ''),
    ];
    for (const call of calls) expect(await failure(call())).toMatchObject({ statusCode: 400, code: undefined });
    expect(await accounts().retrieve(id)).toMatchObject({ status: 'disconnected', balance: null, ownership: null });
  });
});

describe('a session', () => {
  const create = (more: Partial<Stripe.FinancialConnections.SessionCreateParams>) =>
    bank.stripe.financialConnections.sessions.create({
      account_holder: { type: 'account', account: 'acct_1' },
      permissions: ['balances'],
      ...more,
    });

  it('for another country finds no account', async () => {
    for (const [country, found] of [
      ['GB', 0],
      ['US', 2],
    ] as const) {
      const opened = openSession(bank.world, (await create({ filters: { country } })).client_secret ?? '');
      if (!opened.ok) throw new Error(opened.message);
      expect(accountsAt(bank.world, 'harborline', 'nora', opened.session)).toHaveLength(found);
    }
    expect((await failure(create({ filters: { country: 'USA' } }))).param).toBe('filters[country]');
  });

  it('refuses a holder that is not of its type, or unknown', async () => {
    const holder = (account_holder: Stripe.FinancialConnections.SessionCreateParams.AccountHolder) =>
      failure(create({ account_holder }));
    expect((await holder({ type: 'customer', account: 'acct_1' })).param).toBe('account_holder[customer]');
    expect((await holder({ type: 'account', customer: 'cus_1' })).param).toBe('account_holder[account]');
    const unknown = await holder({ type: 'customer', customer_account: 'acct_1' });
    expect(unknown).toMatchObject({ code: 'resource_missing', param: 'account_holder[customer_account]' });
    const { id } = await bank.stripe.customers.create({});
    await bank.stripe.customers.del(id);
    expect((await holder({ type: 'customer', customer: id })).code).toBe('resource_missing');
  });
});

describe('a webhook endpoint', () => {
  it('for connected accounts hears nothing, since there are none', async () => {
    const { id } = await bank.stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/',
      enabled_events: ['*'],
      connect: true,
    });
    await bank.stripe.customers.create({});
    await bank.stripe.webhookEndpoints.update(id, { enabled_events: ['customer.created'] });
    await bank.stripe.customers.create({});
    const deliveries = bank.world.store.all('select * from deliveries where endpoint = ?', id);
    expect(deliveries).toEqual([]);
  });
});
