import { describe, expect, it } from 'vitest';
import { arrival } from '../accounts/arrival-query.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { dayOf } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact, transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { linkAs } from '../linking/test-linking.ts';
import { rederiveAccount } from '../proof/settle-account.ts';
import { syncAccount } from './sync-account.ts';
import { checkingOf, testWorkers } from './test-work.ts';

const db = testDatabase();
const bank = testBank();
const { drain } = testWorkers(db, bank);

type Known = { account_id: string; bank_ref: string };

const refs = (householdId: string) =>
  db.query<Known>(
    `SELECT account_id, bank_ref FROM bank_account_ref r JOIN account a ON a.id = r.account_id
     WHERE r.household_id = $1 AND r.replaced_at IS NULL ORDER BY a.last4`,
    [householdId],
  );

/** Reads everything that the bank has of a household's accounts, as its events would make us. */
async function syncAll(viewer: Viewer): Promise<string[]> {
  const { householdId } = viewer;
  await bank.control('/refreshes/complete', {});
  const ends: string[] = [];
  for (const { account_id: accountId } of await refs(householdId)) {
    ends.push(await syncAccount({ householdId, accountId, cause: 'event' }, await bank.now(), 1));
  }
  return ends;
}

const ledger = (accountId: string) =>
  db.query<{ key: string }>(
    `SELECT day::text || ' ' || amount_minor || ' ' || description AS key FROM transaction
     WHERE account_id = $1 AND status = 'posted' ORDER BY key`,
    [accountId],
  );
const derived = (accountId: string) =>
  db.query(
    'SELECT day::text, in_minor, out_minor, row_count, end_minor FROM account_day WHERE account_id = $1 ORDER BY day',
    [accountId],
  );
const intervals = (accountId: string) =>
  db.query<{ state: string }>(
    'SELECT from_at, to_at, state, rows_minor, row_count FROM proof_interval WHERE account_id = $1 ORDER BY to_at',
    [accountId],
  );

describe('an account that was signed out and linked again under a new id', () => {
  it('goes on as one proven history with its gap filled', async () => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    await linkAs(viewer, bank);
    expect(await syncAll(viewer)).toEqual(['done', 'done', 'done']);
    const before = await refs(householdId);
    for (const { bank_ref } of before) await bank.control('/faults', { fault: 'ids-reissued', account: bank_ref });
    await bank.control('/advance', { days: 30 });
    await linkAs(viewer, bank);
    const during = await refs(householdId);
    expect(during).toHaveLength(6);
    await syncAll(viewer);

    const after = await refs(householdId);
    expect(after.map(({ account_id }) => account_id)).toEqual(before.map(({ account_id }) => account_id));
    for (const [index, { account_id: accountId, bank_ref }] of after.entries()) {
      expect(bank_ref).not.toBe(before[index]?.bank_ref);
      // What is derived is what would be derived of the one history from its beginning.
      const [days, proof] = [await derived(accountId), await intervals(accountId)];
      await transactFor(householdId, async (tx) => rederiveAccount(tx, accountId, await bank.now()));
      expect([await derived(accountId), await intervals(accountId)]).toEqual([days, proof]);
      expect(proof.map(({ state }) => state)).toEqual(['proven']);
    }
    // A person who links for the first time now sees the same rows of the last months, and no more.
    const fresh = await newViewer();
    await linkAs(fresh, bank);
    await syncAll(fresh);
    for (const [index, { account_id: accountId }] of (await refs(fresh.householdId)).entries()) {
      const truth = (await ledger(accountId)).map(({ key }) => key);
      const from = new Date(Date.parse(truth[0]?.slice(0, 10) ?? '') + 10 * 86_400_000).toISOString().slice(0, 10);
      const recent = (keys: string[]) => keys.filter((key) => key.slice(0, 10) > from);
      const ours = (await ledger(after[index]?.account_id ?? '')).map(({ key }) => key);
      expect(recent(ours)).toEqual(recent(truth));
    }
    expect(await syncAll(viewer)).toEqual(['done', 'done', 'done']);
  });

  it('whose sync was on its way under the old id stores nothing that would be double', async () => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    await linkAs(viewer, bank);
    await syncAll(viewer);
    const before = await refs(householdId);
    for (const { bank_ref } of before) await bank.control('/faults', { fault: 'ids-reissued', account: bank_ref });
    await bank.control('/advance', { days: 3 });
    await linkAs(viewer, bank);
    await bank.control('/refreshes/complete', {});
    const now = await bank.now();
    const everybody = await refs(householdId);
    const runs = everybody.map(({ account_id: accountId }) =>
      syncAccount({ householdId, accountId, cause: 'event' }, now, 1).catch(String),
    );
    await Promise.all(runs);
    await syncAll(viewer);
    const doubles = await db.query(
      `SELECT account_id, day, amount_minor, description, count(*)::int AS n, count(DISTINCT transacted_at)::int AS moments
       FROM transaction WHERE household_id = $1 AND status = 'posted'
       GROUP BY 1, 2, 3, 4 HAVING count(*) > count(DISTINCT transacted_at)`,
      [householdId],
    );
    expect(doubles).toEqual([]);
    expect((await refs(householdId)).map(({ account_id }) => account_id)).toEqual(before.map((one) => one.account_id));
  });

  it('is read once more when that was asked for, or owners were to be read, under the id that is gone', async () => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    await linkAs(viewer, bank);
    await syncAll(viewer);
    const older = await checkingOf(db, householdId);
    await bank.control('/faults', { fault: 'ids-reissued', account: older.ref });
    await bank.control('/advance', { days: 3 });
    const again = await linkAs(viewer, bank, { purpose: 'relink', accountId: older.id });
    const freshId = again.find(({ kind }) => kind === 'maybe-known')?.id ?? '';
    await db.query(`UPDATE pgboss.job SET state = 'completed' WHERE state = 'created'`);
    await bank.control('/faults', { fault: 'slow', ms: 400, path: '/v1/financial_connections/transactions' });
    const job = { householdId, accountId: freshId, cause: 'event' } as const;
    const now = await bank.now();
    const slow = syncAccount(job, now, 1);
    const running = `SELECT 1 FROM sync_run WHERE account_id = $1 AND state = 'running'`;
    while ((await db.query(running, [freshId])).length === 0) await new Promise((resume) => setImmediate(resume));
    expect(await syncAccount(job, now, 1)).toBe('busy');
    expect(await slow).toBe('done');
    expect((await checkingOf(db, householdId)).id).toBe(older.id);
    const promised = await db.query<{ name: string }>(
      `SELECT name FROM pgboss.job WHERE state = 'created' AND data->>'accountId' = $1`,
      [older.id],
    );
    expect(promised.map(({ name }) => name)).toEqual(expect.arrayContaining(['read-owners', 'sync-account']));
    await drain();
    const once = `SELECT state FROM sync_run WHERE account_id = $1 AND cause = 'relink'`;
    expect(await db.query(once, [older.id])).toEqual([{ state: 'done' }]);
  });

  it('is still there for who watches it arrive under the id that it had before it was recognized', async () => {
    const viewer = await newViewer();
    await linkAs(viewer, bank);
    await syncAll(viewer);
    const before = await refs(viewer.householdId);
    for (const { bank_ref } of before) await bank.control('/faults', { fault: 'ids-reissued', account: bank_ref });
    await bank.control('/advance', { days: 3 });
    const watched = (await linkAs(viewer, bank)).map(({ id }) => id);
    await syncAll(viewer);
    const today = dayOf(await bank.now(), viewer.timeZone);
    const { accounts } = await transact(viewer, (tx) => arrival(tx, watched, today, wallNow()), { readOnly: true });
    expect(accounts.map(({ id }) => id).sort()).toEqual(before.map(({ account_id }) => account_id).sort());
  });
});
