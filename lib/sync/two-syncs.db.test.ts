import { describe, expect, test } from 'vitest';
import { transactFor } from '../db/transact.ts';
import { closeRun, leaseMs, openRun, RunLost } from './run.ts';
import { nothingStored } from './store-changes.ts';
import { sweep } from './sweep.ts';
import { AccountBusy, syncAccount } from './sync-account.ts';
import { syncOf, testScene } from './test-account.ts';
import { isLockAwaited, until, whileHeld } from './test-work.ts';

const { db, bank, drain, settleEvents, linked, runs, truth, held } = testScene();

describe('two at once', () => {
  test('the second finds the account busy, and afterwards there is nothing left for it', async () => {
    const { account } = await linked();
    await bank.control('/advance', { days: 1 });
    const now = await bank.now();
    const results = await Promise.allSettled([1, 2, 3].map(() => syncAccount(syncOf(account), now, 1)));
    const refused = results.flatMap((it) => (it.status === 'rejected' ? [it.reason] : []));
    // One that opened its run while another committed finds the cursor moved: the job tries again.
    expect(refused.filter((reason) => !(reason instanceof RunLost))).toEqual([]);
    await settleEvents();
    expect(await held(account)).toEqual(await truth(account));
  });

  test.each([
    ['done', async () => undefined],
    ['failed', (ref: string) => bank.control(`/accounts/${ref}/disconnect`, {})],
  ])('what is asked for while one runs follows it, though that one ends as %s', async (ending, prepare) => {
    const { account } = await linked();
    await bank.control('/advance', { days: 1 });
    await prepare(account.ref);
    const now = await bank.now();
    const waiting = () =>
      db.query(
        `SELECT state FROM pgboss.job WHERE name = 'sync-account' AND singleton_key = $1 AND state = 'created'`,
        [account.id],
      );
    const [first] = await whileHeld(db, account.id, async () => {
      const run = syncAccount(syncOf(account), now, 1);
      await until(db, async () => (await runs(account)).some(({ state }) => state === 'running'));
      expect(await syncAccount(syncOf(account), now, 1)).toBe('busy');
      expect(await waiting()).toEqual([]);
      return [run];
    });
    expect(await first).toBe(ending);
    expect(await waiting()).toHaveLength(1);
    await settleEvents();
  });

  test('a run whose worker died is seen to have crashed, and what it would still write is refused', async () => {
    const { account } = await linked();
    await bank.control('/advance', { days: 1 });
    const now = await bank.now();
    const opened = await openRun(syncOf(account), now, 1);
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    await expect(syncAccount(syncOf(account), now, 2)).rejects.toThrow(AccountBusy);
    await db.query(`UPDATE sync_run SET lease_until = now() - interval '1 second' WHERE state = 'running'`);
    expect(await sweep(now, new Date())).toMatchObject({ accounts: 1 });
    await drain();
    const end = { cursorTo: null, askedAt: null, now };
    const late = transactFor(account.householdId, (tx) => closeRun(tx, opened.run, nothingStored(), end));
    await expect(late).rejects.toThrow(RunLost);
    const log = await runs(account);
    expect(log.filter(({ error_code }) => error_code === 'crashed')).toHaveLength(1);
    expect(log.at(-1)).toMatchObject({ state: 'done', cause: 'sweep' });
    expect(await held(account)).toEqual(await truth(account));
    expect(leaseMs).toBeGreaterThan(10_000);
  });

  test('nobody has to wait for a long history to be fetched', async () => {
    const { account } = await linked();
    await bank.control('/rows/generate', { account: account.ref, count: 2_500, days: 170 });
    await bank.control('/advance', { days: 1 });
    const now = await bank.now();
    await db.query('BEGIN');
    try {
      await db.query('LOCK TABLE "transaction" IN SHARE MODE');
      const coming = syncAccount(syncOf(account), now, 1);
      await until(db, () => isLockAwaited(db));
      // Its first rows are on their way, and the next ones are being fetched.
      await db.query('SELECT 1 FROM account WHERE id = $1 FOR UPDATE NOWAIT', [account.id]);
      await db.query('COMMIT');
      expect(await coming).toBe('done');
    } finally {
      await db.query('ROLLBACK');
    }
    expect(await held(account)).toEqual(await truth(account));
  });
});
