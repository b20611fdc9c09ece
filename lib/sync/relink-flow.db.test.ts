import { describe, expect, it } from 'vitest';
import { readAccount } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { addDays, type Day } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { type Tx, transact, transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { forgetEnv } from '../env.ts';
import { arrivedBy } from '../linking/arrived-query.ts';
import { disconnectReplaced } from '../linking/disconnect-replaced.ts';
import { linkAs } from '../linking/test-linking.ts';
import { rederiveAccount } from '../proof/settle-account.ts';
import { patience, sweep } from './sweep.ts';
import { syncAccount } from './sync-account.ts';
import { checkingOf, type TestAccount, testWorkers, until, whileHeld } from './test-work.ts';

const db = testDatabase();
const bank = testBank();
const { deliver, drain, newEvents } = testWorkers(db, bank);

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

/** A new person whose accounts are linked, and read. */
async function linkedViewer(): Promise<Viewer> {
  const viewer = await newViewer();
  await linkAs(viewer, bank);
  await syncAll(viewer);
  return viewer;
}

/** Signs accounts out, so that linking them again gives them other ids, and lets some days go by. */
async function reissue(bankRefs: readonly string[], { days }: { days: number }): Promise<void> {
  for (const account of bankRefs) await bank.control('/faults', { fault: 'ids-reissued', account });
  await bank.control('/advance', { days });
}

const currentRef = async ({ id, householdId }: TestAccount) =>
  (await refs(householdId)).find(({ account_id }) => account_id === id)?.bank_ref ?? '';

type LedgerRow = { day: Day; amount_minor: string; description: string };
const ledger = (accountId: string) =>
  db.query<LedgerRow>(
    `SELECT day::text, amount_minor, description FROM transaction
     WHERE account_id = $1 AND status = 'posted' ORDER BY day, amount_minor, description`,
    [accountId],
  );

/** An account that was linked just now has the rows of the last months only: of those both have the same. */
async function expectSameRecentRows(accountId: string, linkedNow: string): Promise<void> {
  const truth = await ledger(linkedNow);
  const [oldest] = truth;
  if (!oldest) throw new Error('The bank has told of rows');
  const from = addDays(oldest.day, 10);
  const recent = (rows: LedgerRow[]) => rows.filter(({ day }) => day > from);
  expect(recent(await ledger(accountId))).toEqual(recent(truth));
}

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

describe('an account that was signed out and linked again under its own id', () => {
  it('is read again with all that is held of it, and doubles nothing', async () => {
    const viewer = await linkedViewer();
    const { householdId } = viewer;
    const { id: accountId, ref } = await checkingOf(db, householdId);
    const held = await ledger(accountId);
    await bank.control('/faults', { fault: 'account-deactivated', account: ref });
    await bank.control('/advance', { days: 20 });
    await linkAs(viewer, bank, { purpose: 'relink', accountId });
    await syncAll(viewer);
    expect((await refs(householdId)).map(({ bank_ref }) => bank_ref)).toContain(ref);
    const [run] = await db.query<{ fetched: number; added: number }>(
      `SELECT fetched, added FROM sync_run WHERE account_id = $1 AND state = 'done' ORDER BY started_at DESC LIMIT 1`,
      [accountId],
    );
    expect(run?.added).toBeGreaterThan(0);
    expect(run?.fetched).toBeGreaterThan(held.length);
    const fresh = await linkedViewer();
    await expectSameRecentRows(accountId, (await checkingOf(db, fresh.householdId)).id);
  });
});

describe('an account that was signed out and linked again under a new id', () => {
  it('goes on as one proven history with its gap filled', async () => {
    const viewer = await newViewer();
    const { householdId } = viewer;
    await linkAs(viewer, bank);
    expect(await syncAll(viewer)).toEqual(['done', 'done', 'done']);
    const before = await refs(householdId);
    await reissue(
      before.map(({ bank_ref }) => bank_ref),
      { days: 30 },
    );
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
    const fresh = await linkedViewer();
    for (const [index, { account_id: accountId }] of (await refs(fresh.householdId)).entries()) {
      await expectSameRecentRows(after[index]?.account_id ?? '', accountId);
    }
    expect(await syncAll(viewer)).toEqual(['done', 'done', 'done']);
  });

  it('whose sync was on its way under the old id stores nothing that would be double', async () => {
    const viewer = await linkedViewer();
    const { householdId } = viewer;
    const before = await refs(householdId);
    await reissue(
      before.map(({ bank_ref }) => bank_ref),
      { days: 3 },
    );
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
    const viewer = await linkedViewer();
    const { householdId } = viewer;
    const older = await checkingOf(db, householdId);
    await reissue([older.ref], { days: 3 });
    const again = await linkAs(viewer, bank, { purpose: 'relink', accountId: older.id });
    const freshId = again.find(({ kind }) => kind === 'maybe-known')?.id ?? '';
    await db.query(`UPDATE pgboss.job SET state = 'completed' WHERE state = 'created'`);
    const job = { householdId, accountId: freshId, cause: 'event' } as const;
    const now = await bank.now();
    const [first] = await whileHeld(db, freshId, async () => {
      const run = syncAccount(job, now, 1);
      const running = `SELECT 1 FROM sync_run WHERE account_id = $1 AND state = 'running'`;
      await until(db, async () => (await db.query(running, [freshId])).length > 0);
      expect(await syncAccount(job, now, 1)).toBe('busy');
      return [run];
    });
    expect(await first).toBe('done');
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

  it('keeps its owners until they are read anew, and no longer where they may not be read any more', async () => {
    const viewer = await linkedViewer();
    const { householdId } = viewer;
    await drain();
    const older = await checkingOf(db, householdId);
    const owners = async () => {
      const ofAccount = 'SELECT id FROM account_owner WHERE account_id = $1';
      return (await db.query(ofAccount, [older.id])).length;
    };
    const relinked = async (permissions: 'ownership'[]) => {
      const ref = await currentRef(older);
      await reissue([ref], { days: 3 });
      await linkAs(viewer, bank, { purpose: 'link', permissions });
      await syncAll(viewer);
      expect(await currentRef(older)).not.toBe(ref);
    };
    const before = await owners();
    expect(before).toBeGreaterThan(0);
    await relinked(['ownership']);
    expect(await owners()).toBe(before);
    await drain();
    await relinked([]);
    expect(await owners()).toBe(0);
  });

  it('is not read any more under the id that was replaced, and nothing that is said of that id matters', async () => {
    const viewer = await linkedViewer();
    const { householdId } = viewer;
    const older = await checkingOf(db, householdId);
    await reissue([older.ref], { days: 3 });
    await linkAs(viewer, bank, { purpose: 'relink', accountId: older.id });
    await syncAll(viewer);
    const current = await currentRef(older);
    expect(current).not.toBe(older.ref);
    expect((await readAccount(older.ref)).status).not.toBe('disconnected');
    await bank.control('/faults', {
      fault: 'unavailable',
      times: 3,
      path: `/v1/financial_connections/accounts/${older.ref}`,
    });
    expect(await drain()).toContainEqual(expect.objectContaining({ kind: 'unavailable' }));
    expect((await readAccount(older.ref)).status).toBe('disconnected');

    const told = (await newEvents()).filter(({ data }) => data.object.id === older.ref);
    expect(told.map(({ type }) => type)).toContain('financial_connections.account.disconnected');
    const runs = `SELECT id FROM sync_run WHERE account_id = $1`;
    const before = await db.query(runs, [older.id]);
    for (const event of told) await deliver(event);
    expect(await drain()).toEqual([]);
    expect(await db.query(runs, [older.id])).toEqual(before);
    const ended = `SELECT (SELECT status FROM account WHERE id = $1), (SELECT count(*)::int FROM consent_event
      WHERE account_id = $1 AND kind = 'disconnected-at-bank') AS notes`;
    expect(await db.query(ended, [older.id])).toEqual([{ status: 'active', notes: 0 }]);

    await disconnectReplaced({ householdId, accountRef: older.ref }, await bank.now());
    await disconnectReplaced({ householdId, accountRef: current }, await bank.now());
    expect((await readAccount(current)).status).toBe('active');
  });

  it('is promised by the sweep to end under the replaced id until the bank confirms it or says that it is gone, once a day where it refuses', async () => {
    const viewer = await linkedViewer();
    const { householdId } = viewer;
    const older = await checkingOf(db, householdId);
    await reissue([older.ref], { days: 3 });
    await linkAs(viewer, bank, { purpose: 'relink', accountId: older.id });
    await syncAll(viewer);
    // The bank was down for as long as the queue tries.
    const givenUp = `UPDATE pgboss.job SET state = 'failed' WHERE name = 'disconnect-replaced' AND singleton_key = $1 RETURNING id`;
    expect(await db.query(givenUp, [older.ref])).toHaveLength(1);
    await drain();
    expect((await readAccount(older.ref)).status).not.toBe('disconnected');

    const now = await bank.now();
    const late = new Date(now.getTime() + patience.endingMs + 1_000);
    const promised = async (ref: string, at: Date) => {
      await sweep(at, wallNow());
      return db.query(`SELECT data FROM pgboss.job WHERE state < 'active' AND singleton_key = $1`, [ref]);
    };
    const job = { data: { householdId, accountRef: older.ref } };
    expect(await promised(older.ref, now)).toEqual([]);
    expect(await promised(older.ref, late)).toEqual([job]);
    const { STRIPE_SECRET_KEY } = process.env;
    process.env.STRIPE_SECRET_KEY = 'sk_test_?';
    forgetEnv();
    await disconnectReplaced(job.data, now).finally(() => {
      Object.assign(process.env, { STRIPE_SECRET_KEY });
      forgetEnv();
    });
    await db.query(`DELETE FROM pgboss.job WHERE singleton_key = $1`, [older.ref]);
    expect(await promised(older.ref, late)).toEqual([]);
    expect(await promised(older.ref, new Date(late.getTime() + patience.refusedMs))).toEqual([job]);
    await drain();
    expect((await readAccount(older.ref)).status).toBe('disconnected');
    expect(await promised(older.ref, late)).toEqual([]);

    const unknown = `UPDATE bank_account_ref SET bank_ref = 'fca_unknown', ended_at = NULL, refused_at = NULL WHERE bank_ref = $1`;
    await db.query(unknown, [older.ref]);
    expect(await promised('fca_unknown', late)).toHaveLength(1);
    await drain();
    expect(await promised('fca_unknown', late)).toEqual([]);
  });

  it('is held together with the older one, in one order, by whoever writes both', async () => {
    const viewer = await linkedViewer();
    const { householdId } = viewer;
    const older = await checkingOf(db, householdId);
    await reissue([older.ref], { days: 3 });
    const again = await linkAs(viewer, bank, { purpose: 'relink', accountId: older.id });
    const given = again.find(({ kind }) => kind === 'maybe-known')?.id ?? '';
    // Ids are random: here the older one comes first.
    const freshId = `ffffffff${given.slice(8)}`;
    await db.query('UPDATE account SET id = $2 WHERE id = $1', [given, freshId]);
    await db.query('UPDATE relink_question SET account_id = $2 WHERE account_id = $1', [given, freshId]);
    const held = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const hold = (tx: Tx, id: string) => tx.$queryRaw`SELECT 1 FROM account WHERE id = ${id}::uuid FOR UPDATE`;
    const other = transactFor(householdId, async (tx) => {
      await hold(tx, older.id);
      held.resolve();
      await goOn.promise;
      await hold(tx, freshId);
    });
    await held.promise;
    const syncing = syncAccount({ householdId, accountId: freshId, cause: 'event' }, await bank.now(), 1);
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await db.query(waiting)).length === 0);
    goOn.resolve();
    expect(await Promise.allSettled([other, syncing])).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'fulfilled', value: 'done' },
    ]);
    expect((await checkingOf(db, householdId)).id).toBe(older.id);
  });

  it('is told to who watches it arrive as the one that it continues, once it is recognized', async () => {
    const viewer = await linkedViewer();
    const before = await refs(viewer.householdId);
    await reissue(
      before.map(({ bank_ref }) => bank_ref),
      { days: 3 },
    );
    await linkAs(viewer, bank);
    const [attempt] = await db.query<{ id: string }>(
      'SELECT id FROM link_attempt WHERE household_id = $1 ORDER BY started_at DESC LIMIT 1',
      [viewer.householdId],
    );
    const watched = () => transact(viewer, (tx) => arrivedBy(tx, attempt?.id ?? ''), { readOnly: true });
    expect((await watched())?.accounts.map(({ kind }) => kind)).toEqual(before.map(() => 'maybe-known'));
    await syncAll(viewer);
    const known = before.map(({ account_id: id }) => ({ id, kind: 'known', more: [] }));
    const arrived = await watched();
    expect(arrived?.accounts).toHaveLength(known.length);
    expect(arrived?.accounts).toEqual(expect.arrayContaining(known));
  });
});
