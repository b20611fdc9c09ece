import type Stripe from 'stripe';
import { beforeEach, describe, expect, it } from 'vitest';
import { type LinkOptions, testBank, testInstant } from '#sandbox/testing/bank.ts';

// Each order of events that Stripe's pages tell, from link to disconnection; types without `financial_connections.`.

const bank = testBank();
let mark: string | undefined;
beforeEach(async () => {
  await bank.control('POST', 'reset', { seed: 7, now: testInstant, clock: 'still', pace: { refreshMs: 3_600_000 } });
  mark = undefined;
});

const checking = 'salaried.harborline.checking';
const everything: LinkOptions = {
  permissions: ['balances', 'ownership', 'payment_method', 'transactions'],
  prefetch: [],
};
const accounts = () => bank.stripe.financialConnections.accounts;
const act = (account: string, name: string) => bank.control('POST', `accounts/${account}/${name}`);
const advance = (time: object) => bank.control('POST', 'advance', time);

/** What has been told since the last look, oldest first, without what customers cause. */
async function toldSince(): Promise<Stripe.Event[]> {
  const before = mark ? { ending_before: mark } : {};
  const { data } = await bank.stripe.events.list({ limit: 100, ...before });
  mark = data[0]?.id ?? mark;
  return data.filter(({ type }) => type.startsWith('financial_connections.')).reverse();
}
async function story(): Promise<string[]> {
  return (await toldSince()).map(({ type }) => type.replace('financial_connections.', ''));
}
async function link(key: string, options: LinkOptions = {}) {
  const linked = await bank.link([key], options);
  return { id: linked.accounts[0]?.id ?? '', customer: linked.customer };
}
const accountIn = (event: Stripe.Event | undefined) => event?.data.object as Stripe.FinancialConnections.Account;

describe('linking', () => {
  it('tells the account first, then each refresh of the prefetch', async () => {
    const { id } = await link(checking, { prefetch: ['balances', 'ownership', 'transactions'] });
    await bank.refreshed();
    const told = await toldSince();
    const types = told.map(({ type }) => type.replace('financial_connections.account.', ''));
    expect(types[0]).toBe('created');
    expect(types.slice(1).toSorted()).toEqual(['refreshed_balance', 'refreshed_ownership', 'refreshed_transactions']);
    expect(told.every((event) => accountIn(event).id === id)).toBe(true);
    const [created, ...refreshed] = told;
    expect(accountIn(created).balance_refresh).toMatchObject({ status: 'pending', next_refresh_available_at: null });
    expect(accountIn(created).balance).toBeNull();
    const last = accountIn(refreshed.at(-1));
    expect(last.balance).not.toBeNull();
    expect(typeof last.ownership).toBe('string');
    for (const feature of ['balance_refresh', 'ownership_refresh', 'transaction_refresh'] as const) {
      expect(last[feature]?.status).toBe('succeeded');
      expect(last[feature]?.next_refresh_available_at).toBeGreaterThan(last[feature]?.last_attempted_at ?? 0);
    }
  });

  it('tells each account once, in the order of choice, and nothing for a session that was left', async () => {
    await bank.link([checking, 'salaried.harborline.savings'], everything);
    expect(await story()).toEqual(['account.created', 'account.created']);
    await bank.link([]);
    expect(await story()).toEqual([]);
  });
});

describe('refreshing', () => {
  it('tells a failure by the same event, and a connection that broke by it right afterwards', async () => {
    const { id } = await link(checking, everything);
    await story();
    await bank.control('POST', 'faults', { fault: 'refresh-fails', account: id });
    await accounts().refresh(id, { features: ['balance'] });
    await bank.refreshed();
    const [failed, ...rest] = await toldSince();
    expect(failed?.type).toBe('financial_connections.account.refreshed_balance');
    expect(accountIn(failed).balance_refresh?.status).toBe('failed');
    expect(rest).toEqual([]);
    await bank.control('POST', 'faults', { fault: 'refresh-fails', account: id, deactivates: true });
    await accounts().refresh(id, { features: ['transactions'] });
    await bank.refreshed();
    expect(await story()).toEqual(['account.refreshed_transactions', 'account.deactivated']);
  });

  it('tells what a subscription reads: at once, then every day, until it is taken back', async () => {
    const { id } = await link(checking, everything);
    await accounts().subscribe(id, { features: ['transactions'] });
    await bank.refreshed();
    expect(await story()).toEqual(['account.created', 'account.refreshed_transactions']);
    await advance({ days: 3 });
    expect(await story()).toEqual(Array(3).fill('account.refreshed_transactions'));
    await accounts().unsubscribe(id, { features: ['transactions'] });
    await advance({ days: 2 });
    expect(await story()).toEqual([]);
  });
});

describe('a customer', () => {
  it('with a source is told of after its source', async () => {
    const source = async () => {
      const bank_account = { country: 'US', routing_number: '110000000', account_number: '000123456789' };
      return (await bank.stripe.tokens.create({ bank_account })).id;
    };
    const { id } = await bank.stripe.customers.create({ source: await source() });
    await bank.stripe.customers.update(id, { source: await source() });
    const { data } = await bank.stripe.events.list({ type: 'customer.*' });
    expect(data.map(({ type }) => type).reverse()).toEqual([
      'customer.source.created',
      'customer.created',
      'customer.source.created',
      'customer.source.deleted',
      'customer.updated',
    ]);
  });
});

describe('a connection', () => {
  it('ends and comes back: deactivated, reactivated by linking again, then what that reads', async () => {
    const { id, customer } = await link(checking, everything);
    await story();
    await act(id, 'deactivate');
    const [deactivated] = await toldSince();
    expect(deactivated?.type).toBe('financial_connections.account.deactivated');
    expect(deactivated?.data.previous_attributes).toEqual({ status: 'active' });
    await bank.link([checking], { customer, prefetch: ['balances'] });
    await bank.refreshed();
    expect(await story()).toEqual(['account.reactivated', 'account.refreshed_balance']);
  });

  it('that ends lets fail what was pending first', async () => {
    const { id } = await link(checking, everything);
    await accounts().refresh(id, { features: ['balance', 'transactions'] });
    await story();
    await act(id, 'deactivate');
    const told = await toldSince();
    expect(told.map(({ type }) => type.split('.').at(-1))).toEqual([
      'refreshed_balance',
      'refreshed_transactions',
      'deactivated',
    ]);
    expect(accountIn(told[0]).balance_refresh?.status).toBe('failed');
    expect(accountIn(told[1]).transaction_refresh?.status).toBe('failed');
  });

  it('is over for good when disconnected: what was pending fails first, and nothing follows', async () => {
    const { id } = await link(checking, everything);
    await accounts().subscribe(id, { features: ['transactions'] });
    await act(id, 'expect-deactivation');
    await story();
    await accounts().disconnect(id);
    const told = await toldSince();
    expect(told.map(({ type }) => type.split('.').at(-1))).toEqual(['refreshed_transactions', 'disconnected']);
    expect(accountIn(told[1])).toMatchObject({ status: 'disconnected', balance: null, subscriptions: [] });
    await accounts().disconnect(id);
    await advance({ days: 40 });
    expect(await story()).toEqual([]);
  });

  it('is expected to end: the date, the warnings for account and login, the end', async () => {
    const { id } = await link('reauth_eventually.reauth', everything);
    const told = await toldSince();
    expect(told.map(({ type }) => type.replace('financial_connections.', ''))).toEqual([
      'account.created',
      'account.expected_deactivation_date_updated',
      'authorization.expected_deactivation_date_updated',
      'account.upcoming_deactivation',
      'authorization.upcoming_deactivation',
    ]);
    const date = accountIn(told[1]).status_details?.active?.expected_deactivation_date;
    expect(accountIn(told[1]).status_details?.active).toMatchObject({ action: 'relink_required' });
    expect(told[2]?.data.object).toMatchObject({
      object: 'financial_connections.authorization',
      status: 'active',
      status_details: { active: { action: 'relink_required', expected_deactivation_date: date } },
    });
    await advance({ days: 31 });
    const [deactivated, ...rest] = await toldSince();
    expect(deactivated).toMatchObject({ type: 'financial_connections.account.deactivated', created: date });
    expect(rest).toEqual([]);
    expect((await accounts().retrieve(id)).status_details).toBeUndefined();
  });

  it('that ends at once expects so again a day after each time it came back', async () => {
    const { customer } = await link('reauth_immediately.reauth', everything);
    await advance({ hours: 1 });
    expect(await story()).toEqual(['account.created', 'account.deactivated']);
    for (let round = 0; round < 2; round += 1) {
      await bank.link(['reauth_immediately.reauth'], { ...everything, customer });
      expect(await story()).toEqual([
        'account.reactivated',
        'account.expected_deactivation_date_updated',
        'authorization.expected_deactivation_date_updated',
        'account.upcoming_deactivation',
        'authorization.upcoming_deactivation',
      ]);
      await advance({ days: 1 });
      expect(await story()).toEqual(['account.deactivated']);
    }
  });

  it('whose date moves tells so with the date before, and warns 30 days ahead of the new one', async () => {
    const { id } = await link(checking, everything);
    await act(id, 'expect-deactivation');
    const first = (await accounts().retrieve(id)).status_details?.active?.expected_deactivation_date;
    await advance({ days: 10 });
    await story();
    await act(id, 'expect-deactivation');
    const [moved] = await toldSince();
    expect(moved?.type).toBe('financial_connections.account.expected_deactivation_date_updated');
    expect(moved?.data.previous_attributes).toMatchObject({
      status_details: { active: { expected_deactivation_date: first } },
    });
    await advance({ days: 29 });
    expect((await accounts().retrieve(id)).status).toBe('active');
    await advance({ days: 1 });
    expect(await story()).toEqual(['account.deactivated']);
  });

  it('of one login with two accounts is told of once for the login', async () => {
    const { accounts: linked } = await bank.link([checking, 'salaried.harborline.savings'], everything);
    await story();
    for (const { id } of linked) await act(id, 'expect-deactivation');
    const types = await story();
    expect(types.filter((type) => type.startsWith('account.'))).toHaveLength(4);
    expect(types.filter((type) => type.startsWith('authorization.'))).toEqual([
      'authorization.expected_deactivation_date_updated',
      'authorization.upcoming_deactivation',
    ]);
  });

  it('of one login ends with whichever of its accounts does first', async () => {
    const { accounts: linked } = await bank.link([checking, 'salaried.harborline.savings'], everything);
    const [first = '', second = ''] = linked.map(({ id }) => id);
    await story();
    const both = [
      'account.expected_deactivation_date_updated',
      'authorization.expected_deactivation_date_updated',
      'account.upcoming_deactivation',
      'authorization.upcoming_deactivation',
    ];
    await act(second, 'expect-deactivation');
    expect(await story()).toEqual(both);
    await advance({ days: 1 });
    await act(first, 'expect-deactivation');
    expect(await story()).toEqual(['account.expected_deactivation_date_updated', 'account.upcoming_deactivation']);
    await advance({ days: 1 });
    await act(second, 'expect-deactivation');
    const [, login, , warning] = await toldSince();
    const date = (await accounts().retrieve(first)).status_details?.active?.expected_deactivation_date;
    for (const event of [login, warning]) {
      expect(event?.type).toMatch('authorization.');
      expect(event?.data.object).toMatchObject({ status_details: { active: { expected_deactivation_date: date } } });
    }
  });

  it('that has ended is not expected to end', async () => {
    const { id } = await link(checking, everything);
    await act(id, 'deactivate');
    await story();
    await act(id, 'expect-deactivation');
    expect(await story()).toEqual([]);
    await act(id, 'reactivate');
    expect((await accounts().retrieve(id)).status_details).toBeUndefined();
    await act(id, 'disconnect');
    await story();
    await act(id, 'expect-deactivation');
    await advance({ days: 31 });
    expect(await story()).toEqual([]);
  });
});

describe('account numbers', () => {
  const numbersOf = async (id: string) => (await accounts().retrieve(id)).account_numbers;

  it('that are tokenized warn 30 days ahead and expire, and work again when the account is linked again', async () => {
    const key = 'tokenized_account_number.eventually_expiring_tan';
    const { id, customer } = await link(key, everything);
    expect(await story()).toEqual(['account.created', 'account.upcoming_account_number_expiry']);
    const [number] = (await numbersOf(id)) ?? [];
    expect(number).toMatchObject({ identifier_type: 'tokenized_account_number', status: 'transactable' });
    await advance({ days: 31 });
    const [expired, ...rest] = await toldSince();
    expect(expired).toMatchObject({
      type: 'financial_connections.account.account_numbers_updated',
      created: number?.expected_expiry_date,
      data: { previous_attributes: { account_numbers: [{ status: 'transactable' }] } },
    });
    expect(rest).toEqual([]);
    expect(await numbersOf(id)).toMatchObject([{ status: 'expired', supported_networks: ['ach'] }]);
    await bank.link([key], { ...everything, customer });
    expect(await story()).toEqual(['account.account_numbers_updated']);
    expect(await numbersOf(id)).toMatchObject([{ status: 'transactable', expected_expiry_date: null }]);
  });

  it('that expire immediately or have expired are told as they are', async () => {
    const { id } = await link('tokenized_account_number.immediately_expiring_tan', everything);
    await advance({ hours: 1 });
    expect(await story()).toEqual(['account.created', 'account.account_numbers_updated']);
    expect(await numbersOf(id)).toMatchObject([{ status: 'expired' }]);
    const gone = await link('tokenized_account_number.expired_tan', everything);
    expect(await numbersOf(gone.id)).toMatchObject([{ status: 'deactivated' }]);
  });

  it('begin when they may be told: nothing is told of them before, and they last from then on', async () => {
    const key = 'tokenized_account_number.eventually_expiring_tan';
    const { id, customer } = await link(key, { permissions: ['balances'], prefetch: [] });
    const short = await link('tokenized_account_number.immediately_expiring_tan', {
      permissions: ['balances'],
      prefetch: [],
    });
    await advance({ days: 10 });
    expect(await story()).toEqual(['account.created', 'account.created']);
    await bank.link([key], { ...everything, customer });
    const [updated, ...rest] = await toldSince();
    expect(updated?.type).toBe('financial_connections.account.account_numbers_updated');
    expect(updated?.data.previous_attributes).toEqual({ account_numbers: null });
    expect(rest.map(({ type }) => type)).toEqual(['financial_connections.account.upcoming_account_number_expiry']);
    const [number] = (await numbersOf(id)) ?? [];
    await bank.link(['tokenized_account_number.immediately_expiring_tan'], { ...everything, customer: short.customer });
    const [soon] = (await numbersOf(short.id)) ?? [];
    await story();
    await advance({ days: 30 });
    const told = await toldSince();
    expect(told.map((event) => [accountIn(event).id, event.type.split('.').at(-1), event.created])).toEqual([
      [short.id, 'account_numbers_updated', soon?.expected_expiry_date],
      [id, 'account_numbers_updated', number?.expected_expiry_date],
    ]);
  });

  it('that were ended by hand end once, and work again when the account is linked again', async () => {
    const { id, customer } = await link(checking, everything);
    await story();
    await act(id, 'expire-numbers');
    await act(id, 'expire-numbers');
    expect(await story()).toEqual(['account.account_numbers_updated']);
    await bank.link([checking], { ...everything, customer });
    expect(await story()).toEqual(['account.account_numbers_updated']);
    expect(await numbersOf(id)).toMatchObject([{ identifier_type: 'account_number', status: 'transactable' }]);
  });

  it('are not told without the permission, and are revoked by the bank with an event', async () => {
    const blind = await link(checking, { permissions: ['balances'], prefetch: [] });
    expect(await numbersOf(blind.id)).toBeNull();
    const { id } = await link(checking, everything);
    await story();
    await act(id, 'deactivate-numbers');
    expect(await story()).toEqual(['account.account_numbers_updated']);
    expect(await numbersOf(id)).toMatchObject([{ identifier_type: 'account_number', status: 'deactivated' }]);
  });

  it('go with the payment methods that the account supports', async () => {
    const { id } = await link(checking, everything);
    await story();
    await act(id, 'block-payments');
    await act(id, 'block-payments');
    const [blocked, ...rest] = await toldSince();
    expect(blocked).toMatchObject({
      type: 'financial_connections.account.supported_payment_method_types_updated',
      data: { previous_attributes: { supported_payment_method_types: ['us_bank_account', 'link'] } },
    });
    expect(accountIn(blocked).supported_payment_method_types).toEqual([]);
    expect(rest).toEqual([]);
    await act(id, 'allow-payments');
    expect(await story()).toEqual(['account.supported_payment_method_types_updated']);
  });
});
