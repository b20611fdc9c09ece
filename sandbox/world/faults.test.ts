import Stripe from 'stripe';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestBank, type TestBank, testMoment } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { balanceAt } from './bank.ts';
import { faultCatalogue, isInstitutionDown } from './faults.ts';
import { accountsAt } from './linking.ts';

let bank: TestBank;
beforeEach(async () => {
  if (bank) await bank.close();
  bank = await startTestBank();
});
afterAll(() => bank.close());

const checking = 'salaried.harborline.checking';
const arm = (fault: string, more: object = {}) => bank.control('POST', 'faults', { fault, ...more });
const accounts = () => bank.stripe.financialConnections.accounts;
const rows = (account: string) =>
  bank.stripe.financialConnections.transactions.list({ account, limit: 100 }).autoPagingToArray({ limit: 10_000 });
const link = async (key = checking) => {
  const { accounts: linked, customer } = await bank.link([key]);
  const [account] = linked;
  if (!account) throw new Error('nothing linked');
  return { id: account.id, customer };
};
/** A day later, with balance and transactions read again. */
const nextDay = async (id: string, features: ('balance' | 'transactions')[] = ['balance', 'transactions']) => {
  await bank.control('POST', 'advance', { days: 1 });
  await accounts().refresh(id, { features });
  await bank.refreshed();
  return accounts().retrieve(id);
};

describe('faults of requests', () => {
  it.each([
    ['unavailable', 503, 'StripeAPIError'],
    ['server-error', 500, 'StripeAPIError'],
    ['rate-limited', 429, 'StripeRateLimitError'],
    ['lock-timeout', 429, 'StripeRateLimitError'],
  ])('answer %s with %i for so many calls', async (fault, status, type) => {
    await arm(fault, { times: 2 });
    for (let index = 0; index < 2; index += 1) {
      expect(await failure(bank.stripe.customers.list())).toMatchObject({ statusCode: status, type });
    }
    expect((await bank.stripe.customers.list()).object).toBe('list');
  });

  it('cut the connection', async () => {
    // The SDK repeats a call once by itself when a kept-alive connection was closed under it.
    await arm('connection-cut', { times: 2 });
    const stripe = bank.sdk('sk_test_test', { httpClient: Stripe.createNodeHttpClient() });
    expect((await failure(stripe.customers.list())).type).toBe('StripeConnectionError');
    expect((await stripe.customers.list()).object).toBe('list');
  });

  it('do the work first when told so, and the repetition gets its answer', async () => {
    await arm('connection-cut', { after: true, path: '/v1/customers' });
    const stripe = bank.sdk('sk_test_test', { maxNetworkRetries: 1, httpClient: Stripe.createNodeHttpClient() });
    const made = await stripe.customers.create({ name: 'Once' });
    const all = await bank.stripe.customers.list();
    expect(all.data.map(({ id }) => id)).toEqual([made.id]);
  });

  it('meet only the path they name', async () => {
    await arm('server-error', { path: '/v1/events' });
    expect((await bank.stripe.customers.list()).object).toBe('list');
    expect((await failure(bank.stripe.events.list())).statusCode).toBe(500);
  });

  it('tell whether a repetition helps', async () => {
    await arm('rate-limited', { shouldRetry: true });
    const stripe = bank.sdk('sk_test_test', { maxNetworkRetries: 1 });
    expect((await stripe.customers.list()).object).toBe('list');
  });

  it('slow an answer down', async () => {
    await arm('slow', { ms: 80 });
    const startedMs = performance.now();
    await bank.stripe.customers.list();
    expect(performance.now() - startedMs).toBeGreaterThan(75);
  });
});

describe('faults of refreshes', () => {
  it('fail one, leaving what was read', async () => {
    const { id } = await link();
    await bank.refreshed();
    const before = await accounts().retrieve(id);
    await arm('refresh-fails', { feature: 'balance', account: id });
    const after = await nextDay(id, ['balance']);
    expect(after.balance_refresh).toMatchObject({ status: 'failed', last_attempted_at: testMoment + 86_400 });
    expect(after.balance).toEqual(before.balance);
    const [event] = (await bank.stripe.events.list({ limit: 1 })).data;
    expect(event?.type).toBe('financial_connections.account.refreshed_balance');
    expect((await nextDay(id, ['balance'])).balance_refresh?.status).toBe('succeeded');
  });

  it('fail one that ends the connection: refreshed first, deactivated next', async () => {
    const { id } = await link();
    await bank.refreshed();
    await arm('refresh-fails', { deactivates: true, feature: 'transactions' });
    const after = await nextDay(id, ['transactions']);
    expect(after.status).toBe('inactive');
    const types = (await bank.stripe.events.list({ limit: 2 })).data.map(({ type }) => type);
    expect(types).toEqual([
      'financial_connections.account.deactivated',
      'financial_connections.account.refreshed_transactions',
    ]);
  });

  it('hang one until it is completed by hand', async () => {
    await bank.control('POST', 'pace', { refreshMs: 1 });
    await arm('refresh-hangs', { feature: 'balance' });
    const { id } = await link();
    const read = async (): Promise<Stripe.FinancialConnections.Account> => {
      const account = await accounts().retrieve(id);
      return account.transaction_refresh?.status === 'pending' ? read() : account;
    };
    expect((await read()).balance_refresh?.status).toBe('pending');
    await bank.control('POST', 'advance', { days: 1 });
    expect((await accounts().retrieve(id)).balance_refresh?.status).toBe('pending');
    await bank.refreshed();
    expect((await accounts().retrieve(id)).balance_refresh?.status).toBe('succeeded');
  });

  it('let a bank be down for everything that is asked of it', async () => {
    await arm('bank-down', { institution: 'harborline', times: null });
    expect(isInstitutionDown(bank.world, 'harborline')).toBe(true);
    expect(isInstitutionDown(bank.world, 'northgale')).toBe(false);
    const { id } = await link();
    await bank.refreshed();
    const account = await accounts().retrieve(id);
    expect([account.balance_refresh?.status, account.transaction_refresh?.status]).toEqual(['failed', 'failed']);
    expect((await failure(rows(id))).code).toBe('financial_connections_no_successful_transaction_refresh');
    await bank.control('DELETE', 'faults');
    expect((await nextDay(id)).transaction_refresh?.status).toBe('succeeded');
  });

  it('tell an old balance honestly, or a late one as if it were of now', async () => {
    const { id } = await link();
    await bank.refreshed();
    const first = (await accounts().retrieve(id)).balance;
    const spend = (amount: number) =>
      bank.control('POST', 'rows', { action: 'add', account: id, amount, description: 'BETWEEN' });
    const read = async () => {
      await accounts().refresh(id, { features: ['balance'] });
      await bank.refreshed();
      return (await accounts().retrieve(id)).balance;
    };
    await bank.control('POST', 'advance', { days: 1 });
    await spend(-77_700);
    await arm('balance-old', { days: 1 });
    expect(await read()).toEqual(first);
    await bank.control('POST', 'advance', { days: 1 });
    const now = balanceAt(bank.world, checking, testMoment + 2 * 86_400);
    await spend(-88_800);
    await arm('balance-behind', { days: 1 });
    const behind = await read();
    expect(behind?.as_of).toBe(testMoment + 2 * 86_400);
    expect(behind?.current.usd).toBe(balanceAt(bank.world, checking, testMoment + 86_400));
    expect(behind?.current.usd).not.toBe(now - 88_800);
    expect(behind?.current.usd).not.toBe(first?.current.usd);
  });

  it('keep a page of rows back until the account is healed', async () => {
    await arm('page-missing', { rows: 20 });
    const { id } = await link();
    await bank.refreshed();
    const before = await rows(id);
    expect((await nextDay(id)).transaction_refresh?.status).toBe('succeeded');
    const still = (await rows(id)).filter((row) => row.transacted_at <= testMoment);
    expect(still.map((row) => row.id)).toEqual(before.map((row) => row.id));
    await bank.control('POST', `accounts/${id}/heal`);
    await nextDay(id);
    const healed = (await rows(id)).filter((row) => row.transacted_at <= testMoment);
    expect(healed).toHaveLength(before.length + 20);
  });

  it('give a row twice, under two ids, until the account is healed: then the second goes void', async () => {
    await arm('row-duplicated');
    const { id } = await link();
    await bank.refreshed();
    const all = await rows(id);
    const [twin] = bank.world.store.all<{ id: string; bank_row: string }>(
      "select id, bank_row from transactions where bend = 'twin'",
    );
    const original = bank.world.store.get<{ id: string }>(
      'select id from transactions where bank_row = ?',
      twin?.bank_row.replace('#twin', '') ?? '',
    );
    const facts = (transaction: string | undefined) => {
      const { id: _id, ...rest } = all.find((row) => row.id === transaction) ?? { id: '' };
      return rest;
    };
    expect(twin?.id).not.toBe(original?.id);
    expect(facts(twin?.id)).toEqual(facts(original?.id));
    const bent = async () => {
      const state = await bank.control<{ accounts: { rows: { bent: number } }[] }>('GET', 'state');
      return state.accounts.map(({ rows: { bent: count } }) => count);
    };
    expect(await bent()).toEqual([1]);
    const cursor = (await accounts().retrieve(id)).transaction_refresh?.id ?? '';
    await bank.control('POST', `accounts/${id}/heal`);
    expect(await bent()).toEqual([0]);
    await nextDay(id, ['transactions']);
    const healed = await bank.stripe.financialConnections.transactions.list({
      account: id,
      transaction_refresh: { after: cursor },
      limit: 100,
    });
    const told = (transaction: string | undefined) => healed.data.find((row) => row.id === transaction);
    expect(told(twin?.id)).toMatchObject({
      status: 'void',
      status_transitions: { posted_at: null, void_at: testMoment + 86_400 },
    });
    expect(told(original?.id)).toBeUndefined();
  });

  it.each(['page-missing', 'row-duplicated', 'sign-flipped'])('wait for new rows: %s', async (fault) => {
    await bank.control('POST', 'pace', { slotSeconds: { transactions: 0 } });
    const { id } = await link();
    await bank.refreshed();
    await arm(fault, { account: id });
    const armed = async () => (await bank.control<{ faults: object[] }>('GET', 'state')).faults.length;
    await accounts().refresh(id, { features: ['transactions'] });
    await bank.refreshed();
    expect(await armed()).toBe(1);
    await bank.control('POST', 'rows', { action: 'add', account: id, amount: -100, description: 'A NEW ROW' });
    await nextDay(id, ['transactions']);
    expect(await armed()).toBe(0);
  });

  it('flip the sign of a row until the account is healed', async () => {
    await arm('sign-flipped');
    const { id } = await link();
    await bank.refreshed();
    const flipped = bank.world.store.get<{ id: string; bank_row: string }>(
      "select id, bank_row from transactions where bend = 'sign-flipped'",
    );
    const truth = bank.world.store.get<{ amount: number }>(
      'select amount from bank_rows where key = ?',
      flipped?.bank_row ?? '',
    );
    const told = async () => (await bank.stripe.financialConnections.transactions.retrieve(flipped?.id ?? '')).amount;
    expect(await told()).toBe(-(truth?.amount ?? 0));
    await bank.control('POST', `accounts/${id}/heal`);
    await nextDay(id);
    expect(await told()).toBe(truth?.amount);
  });
});

describe('faults of the ledger', () => {
  it('change a row after it was posted, and the balance with it', async () => {
    const { id } = await link();
    await bank.refreshed();
    const before = await rows(id);
    await arm('row-changed-after-posting', { account: id, amount: -250 });
    await nextDay(id);
    const after = await rows(id);
    const changed = after.filter((row) => {
      const old = before.find((other) => other.id === row.id);
      return old?.status === 'posted' && old.amount !== row.amount;
    });
    expect(changed).toHaveLength(1);
    expect(changed[0]?.amount).toBe((before.find((row) => row.id === changed[0]?.id)?.amount ?? 0) - 250);
  });

  it('add a row that is dated before what was read already', async () => {
    const { id } = await link();
    await bank.refreshed();
    const before = new Set((await rows(id)).map((row) => row.id));
    await arm('late-row', { account: id, days: 12, amount: -5_151 });
    await nextDay(id);
    const late = (await rows(id)).filter((row) => !before.has(row.id) && row.transacted_at < testMoment);
    expect(late).toMatchObject([{ amount: -5_151, status: 'posted', transacted_at: testMoment - 12 * 86_400 }]);
  });

  it('add honest twins, and a row that stays pending', async () => {
    const { id } = await link();
    await arm('same-day-twins', { account: id });
    await arm('pending-forever', { account: id });
    await bank.refreshed();
    const twins = (await rows(id)).filter((row) => row.description === 'METRO FARE MACHINE 12');
    expect(twins).toHaveLength(2);
    expect(twins[0]?.transacted_at).toBe(twins[1]?.transacted_at);
    await bank.control('POST', 'advance', { days: 60 });
    await nextDay(id);
    expect((await rows(id)).find((row) => row.amount === -1_999)?.status).toBe('pending');
  });

  it('deactivate or disconnect an account', async () => {
    const one = await link();
    const two = await link('gig.copperleaf.checking');
    await arm('account-deactivated', { account: one.id });
    await arm('account-disconnected', { account: two.id });
    expect((await accounts().retrieve(one.id)).status).toBe('inactive');
    expect((await accounts().retrieve(two.id)).status).toBe('disconnected');
  });

  it('close an account at the bank: it turns inactive for good, and nobody finds it any more', async () => {
    const savings = 'salaried.harborline.savings';
    const { accounts: linked, customer } = await bank.link([checking, savings]);
    const other = await link(savings);
    const [left, closed] = linked.map(({ id }) => id);
    await bank.refreshed();
    await arm('account-closed', { account: closed });
    const deactivated = await bank.stripe.events.list({ type: 'financial_connections.account.deactivated' });
    expect(deactivated.data.map(({ data }) => (data.object as { id: string }).id)).toEqual([other.id, closed]);
    expect(accountsAt(bank.world, 'harborline', 'nora').map(({ key }) => key)).toEqual([checking]);
    const again = await bank.link([checking, savings], { customer });
    expect(again.accounts.map(({ id }) => id)).toEqual([left]);
    await bank.control('POST', `accounts/${closed}/reactivate`);
    expect((await accounts().retrieve(closed ?? '')).status).toBe('inactive');
    expect((await bank.link([savings])).accounts).toEqual([]);
    const { households } = await bank.control<{ households: { accounts: { key: string; closed: boolean }[] }[] }>(
      'GET',
      'state',
    );
    expect(households.flatMap((one) => one.accounts.filter((account) => account.closed))).toMatchObject([
      { key: savings },
    ]);
  });
});

describe('the fault board', () => {
  it('lists every fault with its words, and what is armed', async () => {
    await arm('slow', { ms: 1, times: 3, path: '/v1/tokens' });
    const board = await bank.control<{
      catalogue: { name: string; title: string; effect: string }[];
      armed: { name: string }[];
    }>('GET', 'faults');
    expect(board.catalogue.map(({ name }) => name)).toEqual(Object.keys(faultCatalogue));
    expect(board.catalogue.every(({ title, effect }) => title !== '' && effect.endsWith('.'))).toBe(true);
    expect(board.armed).toMatchObject([{ name: 'slow', remaining: 3 }]);
    expect(await bank.control('DELETE', 'faults')).toEqual({ removed: 1 });
  });

  it('refuses what a fault does not take, in words', async () => {
    await expect(arm('slow', { deactivates: true })).rejects.toThrow(
      'slow does not take deactivates; it takes path, ms',
    );
    await expect(arm('late-row')).rejects.toThrow('late-row needs an account');
    await expect(arm('earthquake')).rejects.toThrow('400');
    await expect(arm('refresh-fails', { account: 'fca_no' })).rejects.toThrow('No such account');
  });

  it('refuses what happens at once and would do nothing, or more than once', async () => {
    const { id } = await link();
    await expect(arm('late-row', { account: id, times: 3 })).rejects.toThrow('leave times out');
    await expect(arm('late-row', { account: id, times: null })).rejects.toThrow('leave times out');
    const refused = async (fault: string, why: string, account = id) =>
      expect(arm(fault, { account })).rejects.toThrow(`${fault} does nothing to ${account}: ${why}`);
    await arm('account-deactivated', { account: id });
    await refused('account-deactivated', 'it is inactive');
    await arm('account-closed', { account: id });
    await refused('account-closed', 'it is closed');
    await refused('ids-reissued', 'it is closed');
    await arm('account-disconnected', { account: id });
    await refused('account-disconnected', 'it is disconnected');
    const bare = await link('gig.copperleaf.checking');
    await bank.refreshed();
    bank.world.store.run("delete from bank_rows where account_key = 'gig.copperleaf.checking'");
    await refused('row-changed-after-posting', 'it has no posted row', bare.id);
  });

  it('refuses an event or a bank that there is not, since it would never strike', async () => {
    await expect(arm('webhook-lost', { type: 'account.deactivated' })).rejects.toThrow('at type');
    await expect(arm('bank-down', { institution: 'Harborline Bank' })).rejects.toThrow('at institution');
    const { armed } = await bank.control<{ armed: object[] }>('GET', 'faults');
    expect(armed).toEqual([]);
  });
});
