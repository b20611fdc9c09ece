import { describe, expect, test } from 'vitest';
import { requestRefresh } from '../bank/bank.ts';
import { transactFor } from '../db/transact.ts';
import { continueAccount } from '../linking/continue-account.ts';
import { holdAccounts } from '../linking/hold.ts';
import { refreshAccount } from './refresh-account.ts';
import { sweep } from './sweep.ts';
import { syncAccount } from './sync-account.ts';
import { syncOf, testScene } from './test-account.ts';
import { booksOf, isLockAwaited, until } from './test-work.ts';

const { db, bank, drain, newEvents, settleEvents, linked, runs, truth, held } = testScene();

/** The next request that begins so is not answered, and the SDK is told that asking once more is of no use. */
const down = (path: string) => ({ fault: 'unavailable', path, shouldRetry: false });
const transactions = '/v1/financial_connections/transactions';

describe('when the bank fails', () => {
  test('because it is down, the run says so and the job tries again', async () => {
    const { account } = await linked();
    await bank.control('/faults', down('/v1/financial_connections'));
    await expect(syncAccount(syncOf(account), await bank.now(), 1)).rejects.toThrow();
    expect((await runs(account)).at(-1)).toMatchObject({ state: 'failed', error_code: 'unavailable' });
    expect(await syncAccount(syncOf(account), await bank.now(), 1)).toBe('done');
  });

  test('in the middle of the pages, nothing of them is kept and everything comes the next time', async () => {
    const { account } = await linked();
    await db.query('DELETE FROM "transaction" WHERE account_id = $1', [account.id]);
    await db.query('UPDATE bank_account_ref SET cursor = NULL WHERE bank_ref = $1', [account.ref]);
    await bank.control('/faults', down(transactions));
    await expect(syncAccount(syncOf(account), await bank.now(), 1)).rejects.toThrow();
    expect(await held(account)).toEqual([]);
    await syncAccount(syncOf(account), await bank.now(), 1);
    expect(await held(account)).toEqual(await truth(account));
  });

  test('in the middle of the pages, a balance that came with the account is judged all the same', async () => {
    const { account } = await linked();
    await bank.control('/advance', { days: 3 });
    await requestRefresh(account.ref, ['balance']);
    await bank.control('/refreshes/complete', {});
    await newEvents();
    const before = await booksOf(db, account.householdId);
    await db.query('UPDATE bank_account_ref SET cursor = NULL WHERE bank_ref = $1', [account.ref]);
    await bank.control('/faults', down(transactions));
    await expect(syncAccount(syncOf(account), await bank.now(), 1)).rejects.toThrow();
    const after = await booksOf(db, account.householdId);
    expect(after.anchors.length - before.anchors.length).toBe(1);
    expect(after.intervals.length - before.intervals.length).toBe(1);
  });

  test('while the account becomes part of another, the run is closed and not left to run', async () => {
    const { account } = await linked();
    await db.query('UPDATE bank_account_ref SET cursor = NULL WHERE bank_ref = $1', [account.ref]);
    await bank.control('/faults', down(transactions));
    const now = await bank.now();
    const [other] = await db.query<{ id: string }>('SELECT id FROM account WHERE household_id = $1 AND id <> $2', [
      account.householdId,
      account.id,
    ]);
    const ontoId = other?.id ?? '';
    const failing = await transactFor(account.householdId, async (tx) => {
      await holdAccounts(tx, [account.id, ontoId]);
      const run = syncAccount(syncOf(account), now, 1).catch((error) => error);
      await until(db, () => isLockAwaited(db));
      await continueAccount(tx, { fromId: account.id, ontoId, pairs: [] }, now);
      return [run];
    });
    expect(await failing[0]).toMatchObject({ name: 'BankError' });
    const log = await runs({ ...account, id: ontoId });
    expect(log.filter(({ state }) => state === 'running')).toEqual([]);
    expect(log).toContainEqual(expect.objectContaining({ state: 'failed', error_code: 'unavailable' }));
  });

  test('to read the account itself, the run is a failed one and the books stay', async () => {
    const { account } = await linked();
    const before = await held(account);
    await bank.control('/faults', { fault: 'refresh-fails', account: account.ref, feature: 'transactions' });
    await bank.control('/advance', { days: 1 });
    await settleEvents();
    expect((await runs(account)).at(-1)).toMatchObject({ state: 'failed', error_code: 'refresh_failed' });
    expect(await held(account)).toEqual(before);
  });

  test('because the person has to sign in again, the account says so and nothing is tried again', async () => {
    const { account, viewer } = await linked();
    await bank.control(`/accounts/${account.ref}/deactivate`, {});
    await settleEvents();
    const [row] = await db.query<{ status: string }>('SELECT status FROM account WHERE id = $1', [account.id]);
    expect(row?.status).toBe('inactive');
    expect(await refreshAccount(viewer, { accountId: account.id }, await bank.now())).toEqual({
      ok: false,
      code: 'inactive',
    });
    expect(await syncAccount(syncOf(account), await bank.now(), 1)).toBe('done');
  });

  test('because the person had to sign in again, it goes on once they have, though no event says so', async () => {
    const { account } = await linked();
    await bank.control(`/accounts/${account.ref}/deactivate`, {});
    await settleEvents();
    await bank.control(`/accounts/${account.ref}/reactivate`, {});
    await newEvents();
    await bank.control('/advance', { days: 2 });
    await newEvents();
    await sweep(await bank.now(), new Date());
    await drain();
    const rows = await db.query<{ status: string }>('SELECT status FROM account WHERE id = $1', [account.id]);
    expect(rows).toEqual([{ status: 'active' }]);
    expect(await held(account)).toEqual(await truth(account));
  });

  test('because the account was disconnected, there is nothing to sync any more', async () => {
    const { account } = await linked();
    await bank.control(`/accounts/${account.ref}/disconnect`, {});
    await settleEvents();
    expect(await syncAccount(syncOf(account), await bank.now(), 1)).toBe('gone');
    expect((await held(account)).length).toBeGreaterThan(100);
  });

  test('because the account was disconnected at the bank, that is noted once, whoever hears of it first', async () => {
    const { account } = await linked();
    await bank.control(`/accounts/${account.ref}/disconnect`, {});
    expect(await syncAccount(syncOf(account), await bank.now(), 1)).toBe('failed');
    await settleEvents();
    const sql = `SELECT kind FROM consent_event WHERE account_id = $1 AND kind LIKE 'disconnected%'`;
    expect(await db.query(sql, [account.id])).toEqual([{ kind: 'disconnected-at-bank' }]);
  });
});
