import { afterEach, describe, expect, test } from 'vitest';
import { permissionViews } from '../accounts/account-query.ts';
import { accountFacts } from '../accounts/card-query.ts';
import { requestRefresh } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { dayOf } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact, transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { newId } from '../ids.ts';
import { continueAccount } from '../linking/continue-account.ts';
import { linkAs } from '../linking/test-linking.ts';
import { rederiveAccount } from '../proof/settle-account.ts';
import { recordBalance } from './record-balance.ts';
import { refreshAccount } from './refresh-account.ts';
import { replayInbox } from './replay-inbox.ts';
import { leaseMs, RunLost } from './run.ts';
import { patience, sweep } from './sweep.ts';
import { AccountBusy, syncAccount } from './sync-account.ts';
import { booksOf, checkingOf, letGo, type TestAccount, testWorkers } from './test-work.ts';

const db = testDatabase({ BALANCE_EVERY_HOURS: '0' });
const bank = testBank();
const { drain, newEvents, settleEvents } = testWorkers(db, bank);

afterEach(async () => {
  await letGo(db, bank);
  await newEvents();
});

/** A person of the bank, with the accounts linked and everything that follows done. */
async function linked(): Promise<{ viewer: Viewer; account: TestAccount }> {
  const viewer = await newViewer();
  await linkAs(viewer, bank);
  await settleEvents();
  return { viewer, account: await checkingOf(db, viewer.householdId) };
}

const job = ({ id: accountId, householdId }: TestAccount) => ({ accountId, householdId, cause: 'event' as const });
const runs = ({ id }: TestAccount) =>
  db.query<{
    state: string;
    cause: string;
    added: number;
    changed: number;
    fetched: number;
    error_code: string | null;
  }>('SELECT * FROM sync_run WHERE account_id = $1 ORDER BY xmin::text::bigint', [id]);
/** Changes with every row that is added, changed or deleted. */
const written = () => db.query('SELECT count(*), max(xmin::text::bigint) FROM "transaction"');
const addRow = ({ ref }: TestAccount, amount: number, description: string, status = 'posted') =>
  bank.control<{ row: string }>('/rows', { action: 'add', account: ref, amount, description, status });
const truth = async ({ ref }: TestAccount) =>
  (await fetchRows(ref)).map(({ id, amount, status }) => `${id} ${amount} ${status}`).sort();

/** Takes back every fault that has not struck yet. */
async function mendBank(): Promise<void> {
  const world = process.env.STRIPE_SECRET_KEY?.replace('sk_test_', '');
  await fetch(`${bank.url}/_sandbox/faults?world=${world}`, { method: 'DELETE' });
}

async function fetchRows(ref: string) {
  const all: { id: string; amount: number; status: string }[] = [];
  for (let after = ''; ; after = `&starting_after=${all.at(-1)?.id}`) {
    const address = `${bank.url}/v1/financial_connections/transactions?account=${ref}&limit=100${after}`;
    const response = await fetch(address, { headers: { authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}` } });
    const page = (await response.json()) as { data: typeof all; has_more: boolean };
    all.push(...page.data);
    if (!page.has_more) return all;
  }
}
const held = async ({ id }: TestAccount) =>
  (
    await db.query<{ line: string }>(
      `SELECT bank_ref || ' ' || amount_minor || ' ' || status AS line FROM "transaction" WHERE account_id = $1`,
      [id],
    )
  )
    .map(({ line }) => line)
    .sort();

describe('the first sync', () => {
  test('brings every row that the bank has, a balance, and says honestly that one balance proves nothing yet', async () => {
    const { account } = await linked();
    expect(await held(account)).toEqual(await truth(account));
    expect((await held(account)).length).toBeGreaterThan(100);
    const [run] = (await runs(account)).filter(({ added }) => added > 0);
    expect(run).toMatchObject({ state: 'done', fetched: (await held(account)).length, changed: 0 });
    const { anchors, intervals, days, accounts } = await booksOf(db, account.householdId);
    expect(anchors).toHaveLength(3);
    expect(intervals).toEqual([]);
    expect(days.every(({ end_minor }) => end_minor !== null)).toBe(true);
    expect(accounts.every(({ coverage_from }) => coverage_from !== null)).toBe(true);
  });
});

describe('the next days', () => {
  test('are proven, over intervals with rows in them, to the cent', async () => {
    const { account } = await linked();
    for (let day = 0; day < 3; day += 1) {
      await bank.control('/advance', { days: 1 });
      await settleEvents();
    }
    expect(await held(account)).toEqual(await truth(account));
    const { intervals } = await booksOf(db, account.householdId);
    expect(intervals.length).toBeGreaterThanOrEqual(6);
    expect(intervals.filter(({ state }) => state === 'unexplained')).toEqual([]);
    expect(
      intervals.filter(({ state, row_count }) => state === 'proven' && Number(row_count) > 0).length,
    ).toBeGreaterThan(0);
  });

  test('show a row that the bank kept back as unexplained, until it comes', async () => {
    const { account } = await linked();
    await bank.control('/faults', { fault: 'page-missing', account: account.ref, rows: 1 });
    await addRow(account, -4_210, 'KEPT BACK');
    await bank.control('/advance', { days: 1 });
    await settleEvents();
    await bank.control('/advance', { days: 1 });
    await settleEvents();
    const states = async () =>
      (await db.query<{ state: string }>('SELECT state FROM proof_interval WHERE account_id = $1', [account.id])).map(
        ({ state }) => state,
      );
    expect(await states()).toContain('unexplained');
    await bank.control(`/accounts/${account.ref}/heal`, {});
    await bank.control('/advance', { days: 1 });
    await settleEvents();
    expect(await states()).not.toContain('unexplained');
  });
});

describe('a sync that is repeated', () => {
  test('writes no row, and asks the bank for none, when nothing is new', async () => {
    const { account } = await linked();
    const before = await written();
    expect(await syncAccount(job(account), await bank.now(), 1)).toBe('done');
    expect(await written()).toEqual(before);
    expect((await runs(account)).at(-1)).toMatchObject({ state: 'done', fetched: 0, added: 0 });
  });

  test('from the beginning writes no row either', async () => {
    const { account } = await linked();
    await db.query('UPDATE bank_account_ref SET cursor = NULL WHERE bank_ref = $1', [account.ref]);
    const before = await written();
    await syncAccount(job(account), await bank.now(), 1);
    expect(await written()).toEqual(before);
    expect((await runs(account)).at(-1)).toMatchObject({ fetched: (await held(account)).length, added: 0, changed: 0 });
  });

  test('from the inbox changes nothing in the books', async () => {
    const { account, viewer } = await linked();
    await bank.control('/advance', { days: 1 });
    await settleEvents();
    const before = await booksOf(db, viewer.householdId);
    expect(await replayInbox(viewer.householdId, account.id)).toBeGreaterThan(2);
    await settleEvents();
    expect(await booksOf(db, viewer.householdId)).toEqual(before);
  });
});

describe('rows that change', () => {
  test('keep their row: pending becomes posted, or void and not counted', async () => {
    const { account } = await linked();
    const posting = await addRow(account, -1_000, 'WILL POST', 'pending');
    const leaving = await addRow(account, -2_000, 'WILL VANISH', 'pending');
    await bank.control('/advance', { days: 1 });
    await settleEvents();
    const find = () =>
      db.query<{ id: string; description: string; status: string; amount_minor: string }>(
        `SELECT id, description, status, amount_minor FROM "transaction" WHERE account_id = $1
         AND description LIKE 'WILL %' ORDER BY description`,
        [account.id],
      );
    const before = await find();
    expect(before.map(({ status }) => status)).toEqual(['pending', 'pending']);
    await bank.control('/rows', { action: 'post', row: posting.row, amount: -1_150 });
    await bank.control('/rows', { action: 'void', row: leaving.row });
    await bank.control('/advance', { days: 1 });
    await settleEvents();
    const after = await find();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(after.map(({ status, amount_minor }) => [status, amount_minor])).toEqual([
      ['posted', '-1150'],
      ['void', '-2000'],
    ]);
    const days = await db.query<{ n: string }>(
      `SELECT sum(row_count) AS n FROM account_day WHERE account_id = $1
       UNION ALL SELECT count(*) FROM "transaction" WHERE account_id = $1 AND status = 'posted'`,
      [account.id],
    );
    expect(days[0]?.n).toBe(days[1]?.n);
  });
});

describe('when the bank fails', () => {
  test.each([
    ['is down', { fault: 'unavailable', times: 6 }, 'unavailable'],
    ['cuts the line', { fault: 'connection-cut', times: 6 }, 'unavailable'],
  ])('because it %s, the run says so and the job tries again', async (_what, fault, code) => {
    const { account } = await linked();
    await bank.control('/faults', { ...fault, path: '/v1/financial_connections' });
    await expect(syncAccount(job(account), await bank.now(), 1)).rejects.toThrow();
    expect((await runs(account)).at(-1)).toMatchObject({ state: 'failed', error_code: code });
    await mendBank();
    expect(await syncAccount(job(account), await bank.now(), 1)).toBe('done');
  });

  test('in the middle of the pages, nothing of them is kept and everything comes the next time', async () => {
    const { account } = await linked();
    await db.query('DELETE FROM "transaction" WHERE account_id = $1', [account.id]);
    await db.query('UPDATE bank_account_ref SET cursor = NULL WHERE bank_ref = $1', [account.ref]);
    await bank.control('/faults', { fault: 'unavailable', times: 6, path: '/v1/financial_connections/transactions' });
    await expect(syncAccount(job(account), await bank.now(), 1)).rejects.toThrow();
    expect(await held(account)).toEqual([]);
    await mendBank();
    await syncAccount(job(account), await bank.now(), 1);
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
    await bank.control('/faults', { fault: 'unavailable', times: 6, path: '/v1/financial_connections/transactions' });
    await expect(syncAccount(job(account), await bank.now(), 1)).rejects.toThrow();
    const after = await booksOf(db, account.householdId);
    expect(after.anchors.length - before.anchors.length).toBe(1);
    expect(after.intervals.length - before.intervals.length).toBe(1);
    await mendBank();
  });

  test('while the account becomes part of another, the run is closed and not left to run', async () => {
    const { account } = await linked();
    await db.query('UPDATE bank_account_ref SET cursor = NULL WHERE bank_ref = $1', [account.ref]);
    await bank.control('/faults', { fault: 'unavailable', times: 6, path: '/v1/financial_connections/transactions' });
    const now = await bank.now();
    const failing = syncAccount(job(account), now, 1).catch((error) => error);
    await until(async () => (await runs(account)).some(({ state }) => state === 'running'));
    const [other] = await db.query<{ id: string }>('SELECT id FROM account WHERE household_id = $1 AND id <> $2', [
      account.householdId,
      account.id,
    ]);
    const ontoId = other?.id ?? '';
    await transactFor(account.householdId, (tx) => continueAccount(tx, { fromId: account.id, ontoId, pairs: [] }, now));
    expect(await failing).toMatchObject({ name: 'BankError' });
    const log = await runs({ ...account, id: ontoId });
    expect(log.filter(({ state }) => state === 'running')).toEqual([]);
    expect(log).toContainEqual(expect.objectContaining({ state: 'failed', error_code: 'unavailable' }));
    await mendBank();
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
    expect(await syncAccount(job(account), await bank.now(), 1)).toBe('done');
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
    expect(await syncAccount(job(account), await bank.now(), 1)).toBe('gone');
    expect((await held(account)).length).toBeGreaterThan(100);
  });

  test('because the account was disconnected at the bank, that is noted once, whoever hears of it first', async () => {
    const { account } = await linked();
    await bank.control(`/accounts/${account.ref}/disconnect`, {});
    expect(await syncAccount(job(account), await bank.now(), 1)).toBe('failed');
    await settleEvents();
    const sql = `SELECT kind FROM consent_event WHERE account_id = $1 AND kind LIKE 'disconnected%'`;
    expect(await db.query(sql, [account.id])).toEqual([{ kind: 'disconnected-at-bank' }]);
  });
});

describe('two at once', () => {
  test('the second finds the account busy, and afterwards there is nothing left for it', async () => {
    const { account } = await linked();
    await bank.control('/advance', { days: 1 });
    const now = await bank.now();
    const results = await Promise.allSettled([1, 2, 3].map(() => syncAccount(job(account), now, 1)));
    const refused = results.flatMap((it) => (it.status === 'rejected' ? [it.reason] : []));
    // One that opened its run while another committed finds the cursor moved: the job tries again.
    expect(refused.filter((reason) => !(reason instanceof RunLost))).toEqual([]);
    await settleEvents();
    expect(await held(account)).toEqual(await truth(account));
  });

  test('what is asked for while one runs follows it, however that one ends', async () => {
    const { account } = await linked();
    const endings = [
      { path: '/v1/financial_connections/transactions', fault: 'slow', status: 'done' },
      { path: '/v1/financial_connections/accounts', fault: 'slow', status: 'failed' },
    ];
    for (const { path, fault, status } of endings) {
      await bank.control('/advance', { days: 1 });
      if (status === 'failed') await bank.control(`/accounts/${account.ref}/disconnect`, {});
      await bank.control('/faults', { fault, ms: 400, path });
      const now = await bank.now();
      const first = syncAccount(job(account), now, 1);
      await until(async () => (await runs(account)).some(({ state }) => state === 'running'));
      expect(await syncAccount(job(account), now, 1)).toBe('busy');
      const waiting = `SELECT state FROM pgboss.job WHERE name = 'sync-account' AND singleton_key = $1 AND state = 'created'`;
      expect(await db.query(waiting, [account.id])).toEqual([]);
      expect(await first).toBe(status);
      expect(await db.query(waiting, [account.id])).toHaveLength(1);
      await settleEvents();
    }
  });

  test('a run whose worker died is seen to have crashed, and what it would still write is refused', async () => {
    const { account } = await linked();
    await bank.control('/advance', { days: 1 });
    await bank.control('/faults', { fault: 'slow', ms: 700, path: '/v1/financial_connections/transactions' });
    const now = await bank.now();
    const slow = syncAccount(job(account), now, 1).catch((error) => error);
    await until(async () => (await runs(account)).some(({ state }) => state === 'running'));
    await expect(syncAccount(job(account), now, 2)).rejects.toThrow(AccountBusy);
    await db.query(`UPDATE sync_run SET lease_until = now() - interval '1 second' WHERE state = 'running'`);
    expect(await sweep(now, new Date())).toMatchObject({ accounts: 1 });
    await drain();
    expect((await slow) as Error).toMatchObject({ name: 'RunLost' });
    const log = await runs(account);
    expect(log.filter(({ error_code }) => error_code === 'crashed')).toHaveLength(1);
    expect(log.at(-1)).toMatchObject({ state: 'done', cause: 'sweep' });
    expect(await held(account)).toEqual(await truth(account));
    expect(leaseMs).toBeGreaterThan(10_000);
  });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resume) => setImmediate(resume));
}

describe('a person who asks for news', () => {
  test('is told when the bank can be asked, and then what came of it', async () => {
    const { account, viewer } = await linked();
    const accountId = account.id;
    await bank.control('/pace', { slotSeconds: { balance: 86_400 } });
    const wish = async () => refreshAccount(viewer, { accountId }, await bank.now());
    await bank.control('/advance', { hours: 1 });
    await settleEvents();
    expect(await wish()).toMatchObject({ ok: true, value: { asked: ['balance'] } });
    await settleEvents();
    const refused = await wish();
    expect(refused).toMatchObject({ ok: false, code: 'not-yet', notBefore: expect.any(Date) });
    await bank.control('/pace', { slotSeconds: { balance: 1 } });
  });

  test('of another household finds no such account', async () => {
    const { account } = await linked();
    const stranger = await newViewer();
    const now = await bank.now();
    await expect(refreshAccount(stranger, { accountId: account.id }, now)).rejects.toThrow('no such account');
    await expect(refreshAccount(stranger, { accountId: newId() }, now)).rejects.toThrow('no such account');
  });

  test('who may only look, may not', async () => {
    const { account, viewer } = await linked();
    const looker = { ...viewer, role: 'viewer' as const };
    await expect(refreshAccount(looker, { accountId: account.id }, await bank.now())).rejects.toThrow('look');
  });
});

describe('the sweep', () => {
  test('brings what lost events would have brought', async () => {
    const { account } = await linked();
    await bank.control('/advance', { days: 2 });
    await newEvents();
    const now = await bank.now();
    await sweep(now, new Date());
    await drain();
    expect(await held(account)).toEqual(await truth(account));
    await newEvents();
    const late = new Date(now.getTime() + patience.pendingMs + 1_000);
    await sweep(late, new Date());
    await drain();
    const [newest] = await db.query<{ as_of: Date }>(
      'SELECT as_of FROM balance_anchor WHERE account_id = $1 ORDER BY as_of DESC LIMIT 1',
      [account.id],
    );
    expect(newest?.as_of.getTime()).toBeGreaterThan(now.getTime() - 86_400_000);
  });

  test('brings rows whose event was lost though another reading of the account came in between', async () => {
    const { account, viewer } = await linked();
    const rowsReadAt = async () => {
      const today = dayOf(await bank.now(), viewer.timeZone);
      return transact(viewer, async (tx) => {
        const [facts] = await accountFacts(tx, today, wallNow(), account.id);
        const views = (await permissionViews(tx, facts ? [facts] : [])).get(account.id) ?? [];
        const { read } = views.find(({ permission }) => permission === 'transactions') ?? {};
        return { read: read?.succeededAt, complete: facts?.lastCompleteAt };
      });
    };
    const before = await rowsReadAt();
    await addRow(account, -4_321, 'NOT HEARD OF');
    await bank.control('/advance', { days: 1 });
    await newEvents();
    const now = await bank.now();
    await recordBalance({ householdId: viewer.householdId, accountId: account.id }, now);
    expect(await held(account)).not.toEqual(await truth(account));
    expect(await rowsReadAt()).toEqual(before);
    await sweep(new Date(now.getTime() + patience.pendingMs + 1_000), new Date());
    await drain();
    expect(await held(account)).toEqual(await truth(account));
    expect((await rowsReadAt()).read?.getTime()).toBeGreaterThan(before.read?.getTime() ?? 0);
  });

  test('gives events that came before their account to it', async () => {
    const { viewer } = await linked();
    const before = await booksOf(db, viewer.householdId);
    await db.query('UPDATE bank_event SET household_id = NULL WHERE household_id = $1', [viewer.householdId]);
    const { events } = await sweep(await bank.now(), new Date());
    expect(events).toBeGreaterThan(6);
    await settleEvents();
    expect((await sweep(await bank.now(), new Date())).events).toBe(0);
    expect(await booksOf(db, viewer.householdId)).toEqual(before);
  });
});

describe('the sweep of the inbox', () => {
  test('drops events of accounts that never became ours after thirty days, and no others', async () => {
    const { account } = await linked();
    const now = await bank.now();
    const put = `INSERT INTO bank_event (id, type, account_ref, created_at, received_at) VALUES ($1, 'other', $2, $3, $3)`;
    const days = (count: number) => new Date(now.getTime() - count * 86_400_000);
    await db.query(put, ['evt_old_stray', 'fca_stray', days(31)]);
    await db.query(put, ['evt_new_stray', 'fca_stray', days(29)]);
    await db.query(put, ['evt_old_ours', account.ref, days(31)]);
    await sweep(now, new Date());
    const left = await db.query<{ id: string }>(
      `SELECT id FROM bank_event WHERE id LIKE 'evt%stray' OR id = 'evt_old_ours'`,
    );
    expect(left.map(({ id }) => id).sort()).toEqual(['evt_new_stray', 'evt_old_ours']);
  });
});

describe('a balance', () => {
  test('that is stated twice is kept once, and recording it again changes nothing', async () => {
    const { account, viewer } = await linked();
    const before = await booksOf(db, viewer.householdId);
    await recordBalance({ householdId: viewer.householdId, accountId: account.id }, await bank.now());
    expect(await booksOf(db, viewer.householdId)).toEqual(before);
  });

  test.each([
    ['when it is recorded', recordBalance],
    [
      'when the account is synced',
      (data: Parameters<typeof recordBalance>[0], now: Date) => syncAccount({ ...data, cause: 'event' }, now, 1),
    ],
  ])('that says another currency than was guessed makes the rows before it count, %s', async (_when, read) => {
    const { account, viewer } = await linked();
    const before = await booksOf(db, viewer.householdId);
    const data = { householdId: viewer.householdId, accountId: account.id };
    await db.query('DELETE FROM balance_anchor WHERE account_id = $1', [account.id]);
    await db.query(`UPDATE account SET currency = 'EUR' WHERE id = $1`, [account.id]);
    await transactFor(viewer.householdId, async (tx) => rederiveAccount(tx, account.id, await bank.now()));
    expect(await booksOf(db, viewer.householdId)).not.toEqual(before);
    await read(data, await bank.now());
    expect(await booksOf(db, viewer.householdId)).toEqual(before);
  });
});
