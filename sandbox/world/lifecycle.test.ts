import { describe, expect, it } from 'vitest';
import { accountsForLogin } from '#sandbox/people/logins.ts';
import { testBank } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { testConnections } from './test-connections.ts';

const bank = testBank();

const { accounts, link, story } = testConnections(bank);
const day = 86_400;

describe('the life of a connection', () => {
  it('ends inactive: nothing can be refreshed, what was read stays readable, a new session brings it back', async () => {
    const { id, customer } = await link('gig.copperleaf.checking');
    await bank.refreshed();
    await bank.control('POST', `accounts/${id}/deactivate`);
    const inactive = await accounts().retrieve(id);
    expect(inactive.status).toBe('inactive');
    expect(inactive.balance_refresh?.next_refresh_available_at).toBeNull();
    const refused = await failure(accounts().refresh(id, { features: ['balance'] }));
    expect(refused.code).toBe('financial_connections_account_inactive');
    expect((await failure(accounts().subscribe(id, { features: ['transactions'] }))).code).toBe(
      'financial_connections_account_inactive',
    );
    const kept = await bank.stripe.financialConnections.transactions.list({ account: id });
    expect(kept.data.length).toBeGreaterThan(0);
    const again = await bank.link(['gig.copperleaf.checking'], { customer });
    expect(again.accounts.map((account) => account.id)).toEqual([id]);
    expect((await accounts().retrieve(id)).status).toBe('active');
    expect((await story(id)).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['account.deactivated', 'account.reactivated']),
    );
    expect((await story(id)).filter(({ type }) => type === 'account.created')).toHaveLength(1);
  });

  it('skips the daily refreshes while inactive and goes on afterwards', async () => {
    const { id } = await link('gig.copperleaf.savings');
    await accounts().subscribe(id, { features: ['transactions'] });
    await bank.refreshed();
    await bank.control('POST', `accounts/${id}/deactivate`);
    await bank.control('POST', 'advance', { days: 4 });
    const runs = async () => (await story(id)).filter(({ type }) => type === 'account.refreshed_transactions').length;
    expect(await runs()).toBe(1);
    await bank.control('POST', `accounts/${id}/reactivate`);
    await bank.control('POST', 'advance', { days: 2 });
    expect(await runs()).toBe(3);
  });

  it('tells what comes later however far back it is dated, and of what was there before linking 180 days', async () => {
    const { id, customer } = await link('gig.tidewell.spending');
    await bank.control('POST', 'faults', { fault: 'late-row', account: id, days: 180, amount: -5_151 });
    await bank.refreshed();
    const told = async (account: string) => {
      const rows = await bank.stripe.financialConnections.transactions
        .list({ account, limit: 100 })
        .autoPagingToArray({ limit: 2_000 });
      return rows.filter(({ amount }) => amount === -5_151).length;
    };
    expect(await told(id)).toBe(1);
    await bank.control('POST', 'advance', { days: 2 });
    await bank.control('POST', 'faults', { fault: 'ids-reissued', account: id });
    const [fresh] = (await bank.link(['gig.tidewell.spending'], { customer })).accounts;
    await bank.refreshed();
    expect(fresh?.id).not.toBe(id);
    expect(await told(fresh?.id ?? '')).toBe(0);
  });

  it('gives new ids on linking again when they are re-issued', async () => {
    const { id, customer } = await link('gig.tidewell.spending');
    await bank.refreshed();
    const before = await bank.stripe.financialConnections.transactions.list({ account: id, limit: 100 });
    await bank.control('POST', 'faults', { fault: 'ids-reissued', account: id });
    const again = await bank.link(['gig.tidewell.spending'], { customer });
    await bank.refreshed();
    const [account] = again.accounts;
    expect(account?.id).not.toBe(id);
    const after = await bank.stripe.financialConnections.transactions.list({ account: account?.id ?? '', limit: 100 });
    const facts = (rows: typeof after) => rows.data.map((row) => [row.transacted_at, row.amount, row.description]);
    expect(facts(after).slice(0, 50)).toEqual(facts(before).slice(0, 50));
    expect(after.data.some((row) => before.data.some((old) => old.id === row.id))).toBe(false);
    expect((await accounts().retrieve(id)).status).toBe('inactive');
  });

  it('gives new ids beside an account that is still active, once, when it is told to', async () => {
    const { id, customer } = await link('student.northgale.card', { prefetch: [] });
    await bank.control('POST', `accounts/${id}/reissue`);
    const again = await bank.link(['student.northgale.card'], { customer, prefetch: [] });
    const third = await bank.link(['student.northgale.card'], { customer, prefetch: [] });
    expect(again.accounts[0]?.id).not.toBe(id);
    expect(third.accounts[0]?.id).toBe(again.accounts[0]?.id);
    expect((await accounts().retrieve(id)).status).toBe('active');
  });

  it('ends for good when it is disconnected', async () => {
    const { id, customer } = await link('family.larkfield.checking');
    await bank.refreshed();
    const gone = await accounts().disconnect(id);
    expect(gone).toMatchObject({ status: 'disconnected', balance: null, ownership: null, subscriptions: [] });
    const calls: (() => Promise<unknown>)[] = [
      () => accounts().refresh(id, { features: ['balance'] }),
      () => accounts().subscribe(id, { features: ['transactions'] }),
      () => bank.stripe.financialConnections.transactions.list({ account: id }),
    ];
    for (const call of calls) expect((await failure(call())).statusCode).toBe(400);
    expect((await story(id)).at(-1)?.type).toBe('account.disconnected');
    const again = await bank.link(['family.larkfield.checking'], { customer });
    expect(again.accounts[0]?.id).not.toBe(id);
  });

  it('finds an active account again and lets its permissions grow', async () => {
    const { id, customer } = await link('family.larkfield.savings', {
      permissions: ['balances'],
      prefetch: ['balances'],
    });
    const again = await bank.link(['family.larkfield.savings'], {
      customer,
      permissions: ['ownership', 'transactions'],
      prefetch: [],
    });
    expect(again.accounts[0]?.id).toBe(id);
    expect(again.accounts[0]?.permissions).toEqual(['balances', 'ownership', 'transactions']);
    const other = await bank.link(['family.larkfield.savings']);
    expect(other.accounts[0]?.id).not.toBe(id);
  });
});

describe('test accounts', () => {
  const household = (institution: string) => accountsForLogin(institution, 'anyone')[0]?.key ?? '';

  it('turn inactive shortly after linking, and stay active once linked again', async () => {
    const key = household('inactive_accounts');
    const { id, customer } = await link(key);
    await bank.control('POST', 'advance', { hours: 1 });
    expect((await accounts().retrieve(id)).status).toBe('inactive');
    await bank.link([key], { customer });
    await bank.control('POST', 'advance', { days: 60 });
    expect((await accounts().retrieve(id)).status).toBe('active');
  });

  it('expect to end a day after each reactivation where reauthentication is required at once', async () => {
    const key = household('reauth_immediately');
    const { id, customer } = await link(key);
    await bank.control('POST', 'advance', { hours: 1 });
    expect((await accounts().retrieve(id)).status).toBe('inactive');
    await bank.link([key], { customer });
    const { nowMs } = await bank.control<{ nowMs: number }>('GET', 'clock');
    const active = await accounts().retrieve(id);
    expect(active.status_details?.active?.expected_deactivation_date).toBe(Math.floor(nowMs / 1000) + day);
    expect((await story(id)).slice(-3).map(({ type }) => type)).toContain('account.upcoming_deactivation');
    await bank.control('POST', 'advance', { days: 1 });
    expect((await accounts().retrieve(id)).status).toBe('inactive');
  });

  it('warn 30 days ahead where reauthentication is required eventually', async () => {
    const { id } = await link(household('reauth_eventually'));
    const types = (await story(id)).map(({ type }) => type);
    expect(types).toEqual([
      'account.created',
      'account.expected_deactivation_date_updated',
      'account.upcoming_deactivation',
    ]);
    const authorizations = (await bank.stripe.events.list({ limit: 4 })).data
      .map((event) => event.type)
      .filter((type) => type.startsWith('financial_connections.authorization.'));
    expect(authorizations).toEqual([
      'financial_connections.authorization.upcoming_deactivation',
      'financial_connections.authorization.expected_deactivation_date_updated',
    ]);
    await bank.control('POST', 'advance', { days: 29 });
    expect((await accounts().retrieve(id)).status).toBe('active');
    await bank.control('POST', 'advance', { days: 2 });
    expect((await accounts().retrieve(id)).status).toBe('inactive');
  });
});
