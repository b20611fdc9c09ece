import { beforeAll, describe, expect, test } from 'vitest';
import { wallNow } from '../clock.ts';
import { day } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotAllowed, NotFound } from '../errors.ts';
import { latestTransactions } from '../ledger/latest-query.ts';
import { fillLedger } from '../ledger/test-ledger.ts';
import { account } from './account-query.ts';
import { arrival } from './arrival-query.ts';
import { renameAccount, setInNetWorth } from './commands.ts';
import { connectionList } from './connection-query.ts';
import { renameAccountInput } from './input.ts';
import { accountList } from './queries.ts';
import { sumDays } from './roll-up.ts';

const db = testDatabase();
const today = day('2026-11-20');
let viewer: Viewer;
let neighbor: Viewer;
let ids: readonly string[];

beforeAll(async () => {
  [viewer, neighbor] = [await newViewer(), await newViewer()];
  ids = (await fillLedger(db.query, viewer, { accountCount: 2, rowCount: 120, days: 40, today })).accountIds;
});

const first = () => ids[0] ?? '';
const see = (as: Viewer, id = first()) => transact(as, (tx) => account(tx, id, today, wallNow()), { readOnly: true });

describe('a person’s words about an account', () => {
  test('name it, and an empty name gives the bank’s back', async () => {
    const before = await see(viewer);
    await renameAccount(viewer, { accountId: first(), name: 'Household money' });
    expect(await see(viewer)).toMatchObject({
      name: 'Household money',
      givenName: 'Household money',
      bankName: before?.bankName,
    });
    await renameAccount(viewer, { accountId: first(), name: '' });
    expect(await see(viewer)).toMatchObject({ name: before?.name, givenName: null });
  });

  test('hold no line breaks and no characters that cannot be kept', () => {
    const input = (name: string) => renameAccountInput.safeParse({ accountId: first(), name });
    for (const name of ['House\u0000hold', 'House\nhold', 'House\u2028hold'])
      expect(input(name).success, name).toBe(false);
    expect(input('Haushalt – 日本 🌊').success).toBe(true);
  });

  test('take it out of net worth without touching its name', async () => {
    await renameAccount(viewer, { accountId: first(), name: 'Apart' });
    await setInNetWorth(viewer, { accountId: first(), inNetWorth: false });
    const { netWorth } = await transact(viewer, (tx) => accountList(tx, today, wallNow()), { readOnly: true });
    expect(netWorth[0]?.parts.map((part) => part.accountId)).toEqual([ids[1]]);
    expect(await see(viewer)).toMatchObject({ name: 'Apart', inNetWorth: false });
    await setInNetWorth(viewer, { accountId: first(), inNetWorth: true });
  });

  test('put no disconnected account into net worth, and are refused there', async () => {
    const seen = () =>
      transact(viewer, async (tx) => (await accountList(tx, today, wallNow())).netWorth[0]?.parts, { readOnly: true });
    const connect = (status: string) => db.query('UPDATE account SET status = $1 WHERE id = $2', [status, first()]);
    await connect('disconnected');
    expect(await see(viewer)).toMatchObject({ inNetWorth: false });
    expect((await seen())?.map((part) => part.accountId)).toEqual([ids[1]]);
    const refused = { ok: false, code: 'disconnected' };
    expect(await setInNetWorth(viewer, { accountId: first(), inNetWorth: false })).toEqual(refused);
    await connect('active');
    expect(await see(viewer)).toMatchObject({ inNetWorth: true });
  });

  test('put no account into a sum or among the latest rows that may be one held already, though nobody is asked so far', async () => {
    const asked = `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at)
      VALUES (gen_random_uuid(), $1, $2, $3, '{}', 'waiting', now())`;
    await db.query(asked, [viewer.householdId, first(), ids[1]]);
    const undecided = { netWorth: 'undecided', inNetWorth: false, sameAccountQuestion: null };
    expect(await see(viewer)).toMatchObject(undecided);
    const listed = await transact(viewer, (tx) => accountList(tx, today, wallNow()), { readOnly: true });
    expect(listed.accounts.flatMap(({ id, isUndecided }) => (isUndecided ? [id] : []))).toEqual([first()]);
    const rows = await transact(viewer, (tx) => latestTransactions(tx, 5), { readOnly: true });
    expect(new Set(rows.map(({ accountId }) => accountId))).toEqual(new Set([ids[1]]));
    const own = await transact(viewer, (tx) => latestTransactions(tx, 5, first()), { readOnly: true });
    expect(own).toHaveLength(5);
    const refused = { ok: false, code: 'undecided' };
    expect(await setInNetWorth(viewer, { accountId: first(), inNetWorth: true })).toEqual(refused);
    await db.query('DELETE FROM relink_question WHERE account_id = $1', [first()]);
    expect(await see(viewer)).toMatchObject({ netWorth: 'counted', inNetWorth: true });
  });

  test('are refused for a neighbor’s account and from a role that only looks', async () => {
    await expect(renameAccount(neighbor, { accountId: first(), name: 'Mine' })).rejects.toThrow(NotFound);
    await expect(setInNetWorth(neighbor, { accountId: first(), inNetWorth: false })).rejects.toThrow(NotFound);
    const onlooker = { ...viewer, role: 'viewer' } as Viewer;
    await expect(renameAccount(onlooker, { accountId: first(), name: 'Mine' })).rejects.toThrow(NotAllowed);
    expect((await see(viewer))?.name).toBe('Apart');
  });
});

describe('connections', () => {
  test('hold each account once, with its permissions and its rows', async () => {
    const connections = await transact(viewer, (tx) => connectionList(tx, today, wallNow()), { readOnly: true });
    const accounts = connections.flatMap((connection) => connection.accounts);
    expect(accounts.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const [counted] = await db.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM transaction WHERE account_id = ANY($1) AND status = 'posted'",
      [ids],
    );
    expect(accounts.reduce((sum, one) => sum + one.rowCount, 0)).toBe(counted?.n);
    expect(accounts.every((one) => one.permissions.some(({ permission }) => permission === 'payment_method'))).toBe(
      true,
    );
    expect(await transact(neighbor, (tx) => connectionList(tx, today, wallNow()))).toEqual([]);
  });
});

describe('the posted rows of an account', () => {
  test('are counted in whatever currency they are, wherever they are counted', async () => {
    const counted = () =>
      transact(
        viewer,
        async (tx) => {
          const connections = await connectionList(tx, today, wallNow());
          const linked = connections.flatMap(({ accounts }) => accounts).find(({ id }) => id === first());
          const { accounts } = await arrival(tx, [first()], today, wallNow());
          const alone = await account(tx, first(), today, wallNow());
          return [linked?.rowCount, accounts[0]?.rowCount, alone?.rowCount];
        },
        { readOnly: true },
      );
    const before = (await see(viewer))?.rowCount ?? 0;
    const abroad = `
      INSERT INTO transaction (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
        transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
      SELECT gen_random_uuid(), household_id, account_id, bank_ref || ' abroad ' || kind, amount_minor, 'EUR', description, kind,
        day, transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id
      FROM (SELECT * FROM transaction WHERE account_id = $1 LIMIT 3) few, unnest('{posted,pending}'::text[]) kind`;
    await db.query(abroad, [first()]);
    await transact(viewer, (tx) => sumDays(tx, first(), 'all'));
    expect(await counted()).toEqual([before + 3, before + 3, before + 3]);
    await db.query(`DELETE FROM transaction WHERE bank_ref LIKE '%abroad%'`);
  });
});

describe('an arrival', () => {
  test('is told to the household alone', async () => {
    const own = await transact(viewer, (tx) => arrival(tx, ids, today, wallNow()), { readOnly: true });
    expect(own.accounts.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(await transact(neighbor, (tx) => arrival(tx, ids, today, wallNow()))).toEqual({
      accounts: [],
      isSettled: true,
    });
  });
});

describe('the latest rows', () => {
  test('are the newest of all accounts or of one, and nothing of a neighbor’s', async () => {
    const all = await transact(viewer, (tx) => latestTransactions(tx, 5), { readOnly: true });
    const expected = await db.query<{ id: string }>(
      "SELECT id FROM transaction WHERE household_id = $1 AND status IN ('posted', 'pending') ORDER BY day DESC, id DESC LIMIT 5",
      [viewer.householdId],
    );
    expect(all.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    const one = await transact(viewer, (tx) => latestTransactions(tx, 5, ids[1] ?? null), { readOnly: true });
    expect(new Set(one.map(({ accountId }) => accountId))).toEqual(new Set([ids[1]]));
    expect(await transact(neighbor, (tx) => latestTransactions(tx, 5))).toEqual([]);
    expect(await transact(neighbor, (tx) => latestTransactions(tx, 5, first()))).toEqual([]);
  });
});
