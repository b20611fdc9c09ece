import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { requestRefresh, startLinkSession } from '../bank/bank.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import type { Permission } from '../bank/types.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { newId } from '../ids.ts';
import { finishLink } from '../linking/finish-link.ts';
import { startLink } from '../linking/start-link.ts';
import { linkAs } from '../linking/test-linking.ts';
import { syncAccount } from './sync-account.ts';
import { checkingOf, letGo, type TestAccount, testWorkers, until } from './test-work.ts';

const db = testDatabase({ BALANCE_EVERY_HOURS: '0' });
const bank = testBank();
const { newEvents, settleEvents } = testWorkers(db, bank);

beforeAll(async () => {
  await bank.control('/pace', { slotSeconds: { transactions: 0 } });
});
afterEach(async () => {
  await letGo(db, bank);
  await newEvents();
});

async function linked(): Promise<TestAccount> {
  const viewer = await newViewer();
  await linkAs(viewer, bank);
  await settleEvents();
  const account = await checkingOf(db, viewer.householdId);
  await oneDay();
  return account;
}

async function oneDay(): Promise<void> {
  await bank.control('/advance', { hours: 2 });
  await bank.control('/advance', { hours: 22 });
  await settleEvents();
}

/** The bank reads the rows as they are at this moment, so that the newest is the one that was just added. */
async function refreshNow({ ref }: TestAccount): Promise<void> {
  await requestRefresh(ref, ['transactions']);
  await settleEvents();
}

type Interval = { state: string; missing: string; suspects: { kind: string; ids: string[] }[] };
const intervals = ({ id }: TestAccount) =>
  db.query<Interval>(
    `SELECT state, anchor_diff_minor - rows_minor AS missing, suspects FROM proof_interval
     WHERE account_id = $1 ORDER BY to_at`,
    [id],
  );
const unexplained = async (account: TestAccount) =>
  (await intervals(account)).filter(({ state }) => state === 'unexplained');
const add = ({ ref }: TestAccount, amount: number, description: string) =>
  bank.control('/rows', { action: 'add', account: ref, amount, description });
const inSight = async (account: TestAccount, text: string) =>
  db.query<{ status: string }>(
    `SELECT status FROM "transaction" WHERE account_id = $1 AND description LIKE $2 ORDER BY bank_ref`,
    [account.id, text],
  );

describe('what a bank does wrong', () => {
  test.each([
    ['a page that never arrives', { fault: 'page-missing', rows: 1 }, -4_210n, []],
    ['a row that comes twice, under a second id', { fault: 'row-duplicated', rows: 1 }, 4_210n, ['twin']],
    ['a row with the wrong sign', { fault: 'sign-flipped', rows: 1 }, -8_420n, ['sign']],
  ])('shows as unexplained to the cent: %s', async (_what, fault, missing, kinds) => {
    const account = await linked();
    await bank.control('/advance', { hours: 1 });
    await add(account, -4_210, 'HARDWARE STORE 118');
    await bank.control('/faults', { ...fault, account: account.ref });
    await refreshNow(account);
    await oneDay();
    await oneDay();
    const [found, ...others] = await unexplained(account);
    expect(others).toEqual([]);
    expect(BigInt(found?.missing ?? 0)).toBe(missing);
    expect(found?.suspects.map(({ kind }) => kind).slice(0, 1)).toEqual(kinds);
  });

  test.each([
    ['a balance that is older than it says', { fault: 'balance-behind', days: 3 }],
    ['a row that is dated back behind balances', { fault: 'late-row', days: 2 }],
  ])('shows as unexplained: %s', async (_what, fault) => {
    const account = await linked();
    await oneDay();
    await oneDay();
    await bank.control('/advance', { hours: 1 });
    await add(account, -4_210, 'HARDWARE STORE 118');
    await bank.control('/faults', { ...fault, account: account.ref });
    await oneDay();
    await oneDay();
    expect((await unexplained(account)).length).toBeGreaterThan(0);
  });
});

describe('what a bank may do', () => {
  test('is no alarm: a balance of yesterday that says so', async () => {
    const account = await linked();
    await bank.control('/faults', { fault: 'balance-old', days: 1, account: account.ref });
    await oneDay();
    await oneDay();
    expect(await unexplained(account)).toEqual([]);
  });

  test('is no alarm: two equal purchases on one day, both of them kept', async () => {
    const account = await linked();
    await bank.control('/advance', { hours: 1 });
    await bank.control('/faults', { fault: 'same-day-twins', account: account.ref });
    await oneDay();
    await oneDay();
    expect(await inSight(account, 'METRO FARE MACHINE%')).toHaveLength(2);
    expect(await unexplained(account)).toEqual([]);
  });

  test('is no alarm: a pending row that stays pending for ever', async () => {
    const account = await linked();
    await bank.control('/advance', { hours: 1 });
    await bank.control('/faults', { fault: 'pending-forever', account: account.ref });
    for (let day = 0; day < 3; day += 1) await oneDay();
    expect(await inSight(account, 'PENDING HOLD%')).toEqual([{ status: 'pending' }]);
    expect(await unexplained(account)).toEqual([]);
  });
});

describe('an account of which not everything may be read', () => {
  /** Links with these permissions, as an earlier version of our own page might have asked for. */
  async function linkedWith(permissions: Permission[]): Promise<TestAccount> {
    const viewer = await newViewer();
    await startLink(viewer, { purpose: 'link', permissions: [] }, await bank.now());
    const [holder] = await db.query<{ ref: string }>('SELECT bank_ref AS ref FROM bank_holder WHERE user_id = $1', [
      viewer.userId,
    ]);
    const session = await startLinkSession({ holderRef: holder?.ref ?? '', permissions });
    const attemptId = newId();
    await db.query(
      `INSERT INTO link_attempt (id, household_id, user_id, session_ref, purpose, permissions, state, started_at)
       VALUES ($1, $2, $3, $4, 'link', $5, 'open', $6)`,
      [attemptId, viewer.householdId, viewer.userId, session.sessionRef, permissions, await bank.now()],
    );
    await bank.link(session.clientSecret);
    await finishLink(viewer, attemptId, await bank.now());
    await settleEvents();
    const [account] = await db.query<TestAccount>(
      `SELECT a.id, a.household_id AS "householdId", r.bank_ref AS ref FROM account a
       JOIN bank_account_ref r ON r.account_id = a.id
       WHERE a.household_id = $1 AND subcategory = 'checking' AND a.status = 'active'`,
      [viewer.householdId],
    );
    if (!account) throw new Error('The household has an active account');
    return account;
  }

  test('gives balances where rows may not be read, and its sync fails over nothing', async () => {
    const account = await linkedWith(['balances']);
    const job = { householdId: account.householdId, accountId: account.id, cause: 'sweep' as const };
    await bank.control('/advance', { days: 2 });
    expect(await syncAccount(job, await bank.now(), 1)).toBe('done');
    await settleEvents();
    const counted = await db.query(
      `SELECT (SELECT count(*)::int FROM balance_anchor WHERE account_id = $1) AS balances,
         (SELECT count(*)::int FROM "transaction" WHERE account_id = $1) AS rows,
         (SELECT count(*)::int FROM sync_run WHERE account_id = $1 AND state = 'failed') AS failed`,
      [account.id],
    );
    expect(counted).toEqual([{ balances: 2, rows: 0, failed: 0 }]);
  });

  test('gives rows where balances may not be read, and asks for none', async () => {
    const account = await linkedWith(['transactions']);
    await oneDay();
    const [counted] = await db.query<{ balances: number; rows: number }>(
      `SELECT (SELECT count(*)::int FROM balance_anchor WHERE account_id = $1) AS balances,
         (SELECT count(*)::int FROM "transaction" WHERE account_id = $1) AS rows`,
      [account.id],
    );
    expect(counted?.balances).toBe(0);
    expect(counted?.rows).toBeGreaterThan(100);
  });
});

describe('a long history', () => {
  test('comes whole in several sets, or, when the database ends in between, not at all', async () => {
    const account = await linked();
    await bank.control('/rows/generate', { account: account.ref, count: 4_500, days: 170 });
    await bank.control('/advance', { days: 1 });
    await newEvents();
    const before = await rowsOf(account);
    const job = { householdId: account.householdId, accountId: account.id, cause: 'event' as const };
    const now = await bank.now();
    const cut = syncAccount(job, now, 1).catch((error) => error);
    await endTransactionThatWrites();
    expect(await cut).toBeInstanceOf(Error);
    expect(await rowsOf(account)).toBe(before);
    expect(await syncAccount(job, now, 1)).toBe('done');
    expect(await rowsOf(account)).toBeGreaterThanOrEqual(before + 4_500);
    const [sums] = await db.query<{ days: string; rows: string }>(
      `SELECT (SELECT sum(in_minor + out_minor) FROM account_day WHERE account_id = $1) AS days,
         (SELECT sum(amount_minor) FROM "transaction" WHERE account_id = $1 AND status = 'posted') AS rows`,
      [account.id],
    );
    expect(sums?.days).toBe(sums?.rows);
  });

  async function rowsOf({ id }: TestAccount): Promise<number> {
    const [row] = await db.query<{ n: number }>('SELECT count(*)::int AS n FROM "transaction" WHERE account_id = $1', [
      id,
    ]);
    return row?.n ?? 0;
  }

  /** Waits until a connection of the app has inserted rows and not committed them, and ends it. */
  function endTransactionThatWrites(): Promise<void> {
    return until(db, async () => {
      const ended = await db.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'plumb-web' AND backend_xid IS NOT NULL
           AND query LIKE '%INSERT INTO "transaction"%'`,
      );
      return ended.length > 0;
    });
  }
});
