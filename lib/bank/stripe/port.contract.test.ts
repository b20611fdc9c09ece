import { beforeAll, describe, expect, it } from 'vitest';
import { forgetEnv } from '../../env.ts';
import * as bank from '../bank.ts';
import type { BankAccount, BankTransaction, LinkSession, Permission } from '../types.ts';
import { testBank } from './test-bank.ts';

// What the app relies on, whatever stands at the other end: the sandbox always, the vendor's own test mode where a key is
// given. What only a bank that obeys can show is asked of the sandbox alone.

Object.assign(process.env, {
  NODE_ENV: 'test',
  DATABASE_URL: 'postgresql://127.0.0.1:9/none',
  AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
  DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  SMTP_URL: 'smtp://127.0.0.1:9',
  LOG_LEVEL: 'silent',
});

const everything: Permission[] = ['balances', 'transactions', 'ownership'];

/** A person known to the bank, and a session that was opened for them. */
async function opened(permissions: Permission[] = everything) {
  const person = { userId: crypto.randomUUID(), name: 'Test Person', email: 'test.person@example.com' };
  const holderRef = await bank.ensureHolder({ ...person, existingRef: null });
  return { person, holderRef, session: await bank.startLinkSession({ holderRef, permissions }) };
}

function promises(): void {
  it('knows a person as one holder, however often and however much at once it is told', async () => {
    const person = { userId: crypto.randomUUID(), name: 'Test Person', email: 'test.person@example.com' };
    const [first, second] = await Promise.all([
      bank.ensureHolder({ ...person, existingRef: null }),
      bank.ensureHolder({ ...person, existingRef: null }),
    ]);
    expect(second).toBe(first);
    expect(await bank.ensureHolder({ ...person, name: 'New Name', existingRef: first })).toBe(first);
  });

  it('makes a new holder when the one we knew is gone', async () => {
    const person = { userId: crypto.randomUUID(), name: 'Test Person', email: 'test.person@example.com' };
    const ref = await bank.ensureHolder({ ...person, existingRef: 'cus_unknown' });
    expect(ref).not.toBe('cus_unknown');
  });

  it('forgets a holder, and takes one that it does not know for done', async () => {
    const { holderRef } = await opened();
    await bank.removeHolder(holderRef);
    await bank.removeHolder(holderRef);
    await bank.removeHolder('cus_unknown');
    await expect(bank.startLinkSession({ holderRef, permissions: everything })).rejects.toMatchObject({
      name: 'BankError',
    });
  });

  it('remembers a session with its holder, its permissions and no accounts before the dialog', async () => {
    const { holderRef, session } = await opened(['balances', 'transactions']);
    expect(session.clientSecret).not.toBe(session.sessionRef);
    const read = await bank.readLinkSession(session.sessionRef);
    expect(read).toMatchObject({ sessionRef: session.sessionRef, holderRef, accounts: [] });
    expect([...read.permissions].sort()).toEqual(['balances', 'transactions']);
  });

  it.each([
    ['a session', () => bank.readLinkSession('fcsess_unknown')],
    ['an account', () => bank.readAccount('fca_unknown')],
  ])('says "not-found" of %s that it does not know', async (_what, ask) => {
    await expect(ask()).rejects.toMatchObject({ name: 'BankError', kind: 'not-found' });
  });

  it('takes a disconnected account that it does not know for done', async () => {
    await expect(bank.disconnectAccount('fca_unknown')).resolves.toBeUndefined();
  });
}

async function collect(pages: AsyncGenerator<BankTransaction[]>): Promise<BankTransaction[][]> {
  const all: BankTransaction[][] = [];
  for await (const page of pages) all.push(page);
  return all;
}

describe('the port against the sandbox', () => {
  const sandbox = testBank();
  let session: LinkSession;
  let checking: BankAccount;

  beforeAll(async () => {
    const begun = await opened();
    await sandbox.link(begun.session.clientSecret);
    await sandbox.control('/refreshes/complete', {});
    session = await bank.readLinkSession(begun.session.sessionRef);
    const found = session.accounts.find(({ subcategory }) => subcategory === 'checking');
    if (!found) throw new Error('a checking account');
    checking = found;
  });

  promises();

  it('gives the accounts of a finished session with what was read ahead', () => {
    expect(session.accounts).toHaveLength(3);
    for (const account of session.accounts) {
      expect(account).toMatchObject({ holderRef: session.holderRef, status: 'active', currency: 'USD' });
      expect([...account.permissions].sort()).toEqual(['balances', 'ownership', 'transactions']);
      expect(account.reads.balance.state).toBe('succeeded');
      expect(account.reads.transactions).toMatchObject({ state: 'succeeded', refreshRef: expect.any(String) });
      expect(account.balance).not.toBeNull();
      expect(account.ownershipRef).not.toBeNull();
    }
    expect(
      session.accounts.some(({ category, balance }) => category === 'credit' && (balance?.currentMinor ?? 0n) < 0n),
    ).toBe(true);
  });

  it('walks all rows in pages of a hundred, newest first, each once', async () => {
    const pages = await collect(bank.walkTransactions(checking.ref, null));
    expect(pages.slice(0, -1).every((page) => page.length === 100)).toBe(true);
    const rows = pages.flat();
    expect(rows.length).toBeGreaterThan(100);
    expect(new Set(rows.map(({ ref }) => ref)).size).toBe(rows.length);
    const moments = rows.map(({ transactedAt }) => transactedAt.getTime());
    expect(moments).toEqual([...moments].sort((a, b) => b - a));
  });

  it('walks only what later readings have changed, when it is given a cursor', async () => {
    const cursor = checking.reads.transactions.refreshRef;
    expect(await collect(bank.walkTransactions(checking.ref, cursor))).toEqual([]);
    await sandbox.control('/advance', { days: 2 });
    await bank.requestRefresh(checking.ref, ['transactions']);
    await sandbox.control('/refreshes/complete', {});
    const later = await bank.readAccount(checking.ref);
    expect(later.reads.transactions.refreshRef).not.toBe(cursor);
    const rows = (await collect(bank.walkTransactions(checking.ref, cursor))).flat();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(50);
    expect(rows.every(({ refreshRef }) => refreshRef !== cursor)).toBe(true);
  });

  it('stops in the middle of a walk without an error when nobody asks for more', async () => {
    for await (const page of bank.walkTransactions(checking.ref, null)) {
      expect(page).toHaveLength(100);
      break;
    }
  });

  it('says "no-data-yet" of rows that were never read', async () => {
    const begun = await opened();
    await sandbox.control('/faults', { fault: 'refresh-hangs', feature: 'transactions', times: 3 });
    await sandbox.link(begun.session.clientSecret);
    const { accounts } = await bank.readLinkSession(begun.session.sessionRef);
    const [fresh] = accounts;
    await expect(collect(bank.walkTransactions(fresh?.ref ?? '', null))).rejects.toMatchObject({ kind: 'no-data-yet' });
  });

  it('takes a reading that may not begin yet for no error', async () => {
    await bank.requestRefresh(checking.ref, ['transactions']);
    await sandbox.control('/refreshes/complete', {});
    const asked = await bank.readAccount(checking.ref);
    expect(asked.reads.transactions.nextAvailableAt?.getTime()).toBeGreaterThan((await sandbox.now()).getTime());
    const again = await bank.requestRefresh(checking.ref, ['transactions']);
    expect(again.reads.transactions).toEqual(asked.reads.transactions);
  });

  it('follows an account once, however often it is told', async () => {
    expect((await bank.followTransactions(checking.ref)).subscribedToTransactions).toBe(true);
    expect((await bank.followTransactions(checking.ref)).subscribedToTransactions).toBe(true);
  });

  it('names the owners of an account', async () => {
    const owners = await bank.listOwners(checking.ref, checking.ownershipRef ?? '');
    expect(owners.length).toBeGreaterThan(0);
    for (const owner of owners) expect(owner.name).not.toBe('');
  });

  it('says "unavailable" when the bank cannot be reached, after it has tried again', async () => {
    await sandbox.control('/faults', { fault: 'unavailable', times: 2 });
    expect((await bank.readAccount(checking.ref)).ref).toBe(checking.ref);
    await sandbox.control('/faults', { fault: 'unavailable', times: 3 });
    await expect(bank.readAccount(checking.ref)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('says "rate-limited" at once, and waits and goes on in the middle of a walk', async () => {
    await sandbox.control('/faults', { fault: 'rate-limited', times: 1, path: '/v1/financial_connections/accounts' });
    await expect(bank.readAccount(checking.ref)).rejects.toMatchObject({ kind: 'rate-limited' });
    await sandbox.control('/faults', { fault: 'rate-limited', path: '/v1/financial_connections/transactions' });
    expect((await collect(bank.walkTransactions(checking.ref, null))).flat().length).toBeGreaterThan(100);
  });

  it('says "inactive" and then "disconnected" of an account that nobody can read any more', async () => {
    const begun = await opened();
    await sandbox.link(begun.session.clientSecret);
    const { accounts } = await bank.readLinkSession(begun.session.sessionRef);
    const [account] = accounts;
    const ref = account?.ref ?? '';
    await sandbox.control('/faults', { fault: 'account-deactivated', account: ref });
    await expect(bank.requestRefresh(ref, ['balance'])).rejects.toMatchObject({ kind: 'inactive' });
    await expect(bank.followTransactions(ref)).rejects.toMatchObject({ kind: 'inactive' });
    expect((await bank.readAccount(ref)).status).toBe('inactive');
    await bank.disconnectAccount(ref);
    await bank.disconnectAccount(ref);
    expect((await bank.readAccount(ref)).status).toBe('disconnected');
    await expect(bank.requestRefresh(ref, ['balance'])).rejects.toMatchObject({ kind: 'disconnected' });
    await expect(collect(bank.walkTransactions(ref, null))).rejects.toMatchObject({ kind: 'disconnected' });
  });
});

const { STRIPE_TEST_KEY: testKey } = process.env;
describe('the port against the vendor’s test mode', () => {
  if (!testKey) return it.skip('keeps the same promises (needs STRIPE_TEST_KEY)');
  beforeAll(() => {
    const key = testKey;
    Object.assign(process.env, {
      STRIPE_SECRET_KEY: key,
      STRIPE_PUBLISHABLE_KEY: 'pk_test_unused',
      STRIPE_WEBHOOK_SECRET: 'whsec_unused',
    });
    delete process.env.STRIPE_API_URL;
    delete process.env.CLOCK_URL;
    delete process.env.DEMO_BANK_URL;
    forgetEnv();
  });
  promises();
});
