import { describe, expect, test } from 'vitest';
import { account as accountOf } from '../accounts/account-query.ts';
import { readAccount, requestRefresh } from '../bank/bank.ts';
import { wallNow } from '../clock.ts';
import { dayOf } from '../dates/day.ts';
import { transact, transactFor } from '../db/transact.ts';
import { rederiveAccount } from '../proof/settle-account.ts';
import { recordBalance } from './record-balance.ts';
import { replayInbox } from './replay-inbox.ts';
import { syncAccount } from './sync-account.ts';
import { syncOf, testScene } from './test-account.ts';
import { booksOf } from './test-work.ts';

const { db, bank, drain, newEvents, settleEvents, linked, addRow, runs, truth, held } = testScene();

/** Changes with every row that is added, changed or deleted. */
const written = () => db.query('SELECT count(*), max(xmin::text::bigint) FROM "transaction"');

describe('the first sync', () => {
  test('brings every row that the bank has, a balance, and says honestly that one balance proves nothing yet', async () => {
    const { account } = await linked();
    expect(await held(account)).toEqual(await truth(account));
    expect((await held(account)).length).toBeGreaterThan(100);
    const [run] = (await runs(account)).filter(({ added }) => added > 0);
    expect(run).toMatchObject({ state: 'done', fetched: (await held(account)).length, changed: 0 });
    const { anchors, intervals, days, accounts } = await booksOf(db, account.householdId);
    expect(anchors).toHaveLength(2);
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
    expect(intervals.length).toBeGreaterThanOrEqual(4);
    expect(intervals.filter(({ state }) => state === 'unexplained')).toEqual([]);
    expect(
      intervals.filter(({ state, row_count }) => state === 'proven' && Number(row_count) > 0).length,
    ).toBeGreaterThan(0);
  });

  test('show a row that the bank kept back as unexplained, until it comes', async () => {
    const { account } = await linked('salaried');
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
    expect(await syncAccount(syncOf(account), await bank.now(), 1)).toBe('done');
    expect(await written()).toEqual(before);
    expect((await runs(account)).at(-1)).toMatchObject({ state: 'done', fetched: 0, added: 0 });
  });

  test('from the beginning writes no row either', async () => {
    const { account } = await linked();
    await db.query('UPDATE bank_account_ref SET cursor = NULL WHERE bank_ref = $1', [account.ref]);
    const before = await written();
    await syncAccount(syncOf(account), await bank.now(), 1);
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

describe('owners', () => {
  test('come with the next sync when their own event was lost', async () => {
    const { account } = await linked();
    const reading = async () =>
      (
        await db.query<{ ref: string }>('SELECT ownership_ref AS ref FROM account_owner WHERE account_id = $1', [
          account.id,
        ])
      )[0]?.ref;
    const before = await reading();
    await bank.control('/advance', { hours: 1 });
    await requestRefresh(account.ref, ['ownership']);
    await newEvents();
    for (const _time of [1, 2]) {
      await syncAccount(syncOf(account), await bank.now(), 1);
      const promised = `SELECT id FROM pgboss.job WHERE name = 'read-owners' AND singleton_key = $1 AND state = 'created'`;
      expect(await db.query(promised, [account.id])).toHaveLength((await reading()) === before ? 1 : 0);
      await drain();
    }
    expect(await reading()).toBe((await readAccount(account.ref)).ownershipRef);
    expect(await reading()).not.toBe(before);
  });

  test('are not asked for again when the bank names nobody, until it has read them anew', async () => {
    const { account, viewer } = await linked();
    await db.query('DELETE FROM account_owner WHERE account_id = $1', [account.id]);
    const promised = async () => {
      await syncAccount(syncOf(account), await bank.now(), 1);
      return (await db.query(`SELECT id FROM pgboss.job WHERE name = 'read-owners' AND state = 'created'`)).length;
    };
    expect(await promised()).toBe(0);
    const today = dayOf(await bank.now(), viewer.timeZone);
    const seen = await transact(viewer, (tx) => accountOf(tx, account.id, today, wallNow()));
    expect(seen).toMatchObject({ ownersCount: 0, areOwnersRead: true });
    await bank.control('/advance', { hours: 1 });
    await requestRefresh(account.ref, ['ownership']);
    await newEvents();
    expect(await promised()).toBe(1);
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
