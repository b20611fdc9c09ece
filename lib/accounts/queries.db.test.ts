import { beforeAll, describe, expect, test } from 'vitest';
import { wallNow } from '../clock.ts';
import { day } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { newId } from '../ids.ts';
import { everything, type TransactionFilter } from '../ledger/filter.ts';
import { transactionPage } from '../ledger/queries.ts';
import { fillLedger, sumOfRows, type TestLedger } from '../ledger/test-ledger.ts';
import { filterTotals } from '../ledger/totals-query.ts';
import { account } from './account-query.ts';
import { connectionList } from './connection-query.ts';
import { balancesOn, overview } from './queries.ts';
import { sumDays } from './roll-up.ts';
import { isAnyUpdating } from './updating-query.ts';

const db = testDatabase();
const today = day('2026-11-20');
const now = new Date('2026-11-20T23:30:00Z');
let viewer: Viewer;
let neighbor: Viewer;
let ledger: TestLedger;

beforeAll(async () => {
  [viewer, neighbor] = [await newViewer(), await newViewer()];
  ledger = await fillLedger(db.query, viewer, { accountCount: 3, rowCount: 1200, days: 70, today });
});

const first = () => ledger.accountIds[0] ?? '';
const read = (as: Viewer) => transact(as, (tx) => overview(tx, today, now, now), { readOnly: true });
const sum = (condition: string, values: unknown[] = []) => sumOfRows(db.query, condition, values);

describe('the overview', () => {
  test('states net worth as the sum of the newest balances, and its chart ends there', async () => {
    const [netWorth, ...others] = (await read(viewer)).netWorth;
    const all = await sum('household_id = $1', [viewer.householdId]);
    expect(others).toEqual([]);
    expect(netWorth?.net.amountMinor).toBe(all);
    const last = netWorth?.series.at(-1);
    expect([last?.day, (last?.assetsMinor ?? 0n) + (last?.debtsMinor ?? 0n)]).toEqual([today, all]);
    expect(netWorth?.change?.before.amountMinor).toBe(
      await sum("household_id = $1 AND day <= '2026-10-21'", [viewer.householdId]),
    );
  });

  test('ends its chart with the rows that stand after the newest balance, as the account does', async () => {
    const person = await newViewer();
    const { accountIds } = await fillLedger(db.query, person, {
      accountCount: 2,
      rowCount: 60,
      days: 20,
      today,
      seed: 5,
    });
    const [moved = ''] = accountIds;
    await db.query(
      `INSERT INTO account_day AS d (account_id, day, household_id, in_minor, out_minor, row_count, end_minor)
       SELECT $1, $2, $3, 0, -2747, 1, current_minor - 2747 FROM balance_anchor WHERE account_id = $1
       ON CONFLICT (account_id, day) DO UPDATE SET out_minor = d.out_minor - 2747, end_minor = excluded.end_minor`,
      [moved, today, person.householdId],
    );
    const [worth] = (await read(person)).netWorth;
    const end = worth?.series.at(-1);
    expect(end).toMatchObject({ day: today, missing: 0 });
    expect((end?.assetsMinor ?? 0n) + (end?.debtsMinor ?? 0n)).toBe((worth?.net.amountMinor ?? 0n) - 2747n);
    const view = await transact(person, (tx) => account(tx, moved, today, now), { readOnly: true });
    expect(view?.days.at(-1)?.endMinor).toBe((view?.balance?.current.amountMinor ?? 0n) - 2747n);
  });

  test('states money in and out of a month as the sum of its posted rows', async () => {
    const [flow] = (await read(viewer)).cashFlow;
    const of = (sign: string, from: string, to: string) =>
      sum(`household_id = $1 AND amount_minor ${sign} 0 AND day BETWEEN $2 AND $3`, [viewer.householdId, from, to]);
    expect(flow?.thisMonth).toMatchObject({
      from: '2026-11-01',
      to: today,
      in: { amountMinor: await of('>', '2026-11-01', today) },
    });
    expect(flow?.lastMonth.out.amountMinor).toBe(await of('<', '2026-10-01', '2026-10-31'));
    expect(flow?.lastMonthToDate).toMatchObject({
      to: '2026-10-20',
      out: { amountMinor: await of('<', '2026-10-01', '2026-10-20') },
    });
    expect(flow?.months.map((month) => month.from)).toEqual(['2026-09-01', '2026-10-01', '2026-11-01']);
  });

  test('is empty for a household without accounts, and shows nothing of another one', async () => {
    expect(await read(neighbor)).toEqual({ accounts: [], netWorth: [], cashFlow: [], attention: [] });
    expect(await transact(neighbor, (tx) => account(tx, first(), today, now))).toBeNull();
    expect((await transact(neighbor, (tx) => balancesOn(tx, today, today, now))).accounts).toEqual([]);
  });

  test('puts what needs the person in order of urgency', async () => {
    const [signedOut, wrong] = [ledger.accountIds[1] ?? '', ledger.accountIds[2] ?? ''];
    const [anchor, earlier] = [newId(), newId()];
    await db.query("UPDATE account SET status = 'inactive' WHERE id = $1", [signedOut]);
    await db.query(
      `INSERT INTO balance_anchor (id, household_id, account_id, as_of, current_minor, currency, attempted_at, recorded_at)
       SELECT id, $2, $3, at, 0, 'USD', at, at FROM (VALUES ($1::uuid, '2026-11-18T00:00:00Z'::timestamptz), ($4::uuid, '2026-11-10T00:00:00Z')) v(id, at)`,
      [anchor, viewer.householdId, wrong, earlier],
    );
    await db.query(
      `INSERT INTO proof_interval (account_id, to_anchor_id, from_anchor_id, household_id, from_at, to_at, state, anchor_diff_minor, rows_minor, row_count, before_ids, is_pinned, judged_at)
       VALUES ($1, $2, $3, $4, '2026-11-10T00:00:00Z', '2026-11-18T00:00:00Z', 'unexplained', 5000, 790, 3, '{}', FALSE, now())`,
      [wrong, anchor, earlier, viewer.householdId],
    );
    const { attention, accounts } = await read(viewer);
    expect(attention.map((item) => item.kind)).toEqual(['sign-in-again', 'unexplained']);
    expect(attention[1]).toMatchObject({ accountId: wrong, intervalId: anchor });
    expect(accounts.find(({ id }) => id === wrong)?.proof).toMatchObject({
      kind: 'unexplained',
      amount: { amountMinor: 4210n },
    });
    expect((await transact(viewer, (tx) => account(tx, wrong, today, now)))?.intervals[0]).toMatchObject({
      unexplained: { amountMinor: 4210n },
    });
    // Of two accounts that do not add up, the one that did so last comes first.
    const old = first();
    await db.query(
      `INSERT INTO balance_anchor (id, household_id, account_id, as_of, current_minor, currency, attempted_at, recorded_at)
       SELECT id, $2, $3, at, 0, 'USD', at, at FROM (VALUES ($1::uuid, '2026-11-08T00:00:00Z'::timestamptz), ($4::uuid, '2026-11-06T00:00:00Z')) v(id, at)`,
      [newId(), viewer.householdId, old, newId()],
    );
    await db.query(
      `INSERT INTO proof_interval (account_id, to_anchor_id, from_anchor_id, household_id, from_at, to_at, state, anchor_diff_minor, rows_minor, row_count, before_ids, is_pinned, judged_at)
       SELECT $1, t.id, f.id, $2, f.as_of, t.as_of, 'unexplained', 100, 0, 1, '{}', FALSE, now()
       FROM balance_anchor f, balance_anchor t
       WHERE f.account_id = $1 AND t.account_id = $1 AND f.as_of = '2026-11-06T00:00:00Z' AND t.as_of = '2026-11-08T00:00:00Z'`,
      [old, viewer.householdId],
    );
    const ordered = (await read(viewer)).attention.filter(({ kind }) => kind === 'unexplained');
    expect(ordered.map((item) => 'accountId' in item && item.accountId)).toEqual([wrong, old]);
    await db.query('DELETE FROM proof_interval WHERE account_id = $1', [old]);
    await db.query("DELETE FROM balance_anchor WHERE account_id = $1 AND as_of < '2026-11-09T00:00:00Z'", [old]);
    await db.query("UPDATE proof_interval SET state = 'ambiguous' WHERE account_id = $1", [wrong]);
    const again = await read(viewer);
    expect(again.accounts.find(({ id }) => id === wrong)?.proof).toEqual({ kind: 'not-yet', why: 'ambiguous' });
  });
});

describe('an account that may be one we hold already', () => {
  test('is counted nowhere until that is decided, and is seen when it is asked for', async () => {
    const twin = ledger.accountIds[0] ?? '';
    const before = await read(viewer);
    const list = (filter: Partial<TransactionFilter>) =>
      transact(
        viewer,
        async (tx) => ({
          rows: (await transactionPage(tx, { ...everything, ...filter }, null, 500)).rows,
          totals: await filterTotals(tx, { ...everything, ...filter }),
        }),
        { readOnly: true },
      );
    await db.query(
      `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at) VALUES ($1, $2, $3, $4, '{}', 'open', now())`,
      [newId(), viewer.householdId, twin, ledger.accountIds[1]],
    );
    const others = await sum(
      "household_id = $1 AND account_id <> $2 AND amount_minor > 0 AND day BETWEEN '2026-10-01' AND '2026-10-31'",
      [viewer.householdId, twin],
    );
    const after = await read(viewer);
    expect(before.cashFlow[0]?.lastMonth.in.amountMinor).toBeGreaterThan(others);
    expect(after.cashFlow[0]?.lastMonth.in.amountMinor).toBe(others);
    expect(after.netWorth[0]?.parts.map((part) => part.accountId)).not.toContain(twin);
    const october = { from: day('2026-10-01'), to: day('2026-10-31') };
    for (const filter of [
      { ...october, flow: 'in' as const },
      { ...october, flow: 'in' as const, text: ' ' },
    ]) {
      const { rows, totals } = await list(filter);
      expect(rows.some((row) => row.accountId === twin)).toBe(false);
      expect(totals[0]?.in.amountMinor).toBe(others);
    }
    expect((await list({})).totals[0]?.net.amountMinor).toBe(
      await sum('household_id = $1 AND account_id <> $2', [viewer.householdId, twin]),
    );
    expect((await list({ accountIds: [twin] })).rows).not.toEqual([]);
    await db.query('DELETE FROM relink_question WHERE account_id = $1', [twin]);
  });

  test('takes the place of the request to sign in again for the earlier one', async () => {
    const [twin = '', earlier = ''] = ledger.accountIds;
    await db.query("UPDATE account SET status = 'inactive' WHERE id = $1", [earlier]);
    const seen = async () => {
      const { accounts, attention } = await read(viewer);
      const views = await transact(
        viewer,
        async (tx) => [await account(tx, twin, today, now), await account(tx, earlier, today, now)],
        { readOnly: true },
      );
      return {
        proof: accounts.find(({ id }) => id === earlier)?.proof,
        attention: attention.map(({ kind }) => kind),
        questions: views.map((view) => view?.sameAccountQuestion?.isEarlier ?? null),
      };
    };
    const signIn = { proof: { kind: 'sign-in-again' }, attention: ['sign-in-again'], questions: [null, null] };
    expect(await seen()).toMatchObject(signIn);
    await db.query(
      `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at) VALUES ($1, $2, $3, $4, '{}', 'waiting', now())`,
      [newId(), viewer.householdId, twin, earlier],
    );
    const answer = (word: string) =>
      db.query('UPDATE relink_question SET answer = $2 WHERE account_id = $1', [twin, word]);
    // While the new account's rows are read, nobody has to do a thing.
    expect(await seen()).toMatchObject({
      proof: { kind: 'same-account', isAsked: false },
      attention: [],
      questions: [null, null],
    });
    await answer('open');
    expect(await seen()).toMatchObject({
      proof: { kind: 'same-account', isAsked: true },
      attention: ['same-account'],
      questions: [false, true],
    });
    await answer('different');
    expect(await seen()).toMatchObject(signIn);
    await db.query('DELETE FROM relink_question WHERE account_id = $1', [twin]);
  });
});

describe('a bank that cannot be read', () => {
  test('is told of once for its accounts, on the overview and on its card, until it is read again', async () => {
    const person = await newViewer();
    const { accountIds } = await fillLedger(db.query, person, {
      accountCount: 2,
      rowCount: 10,
      days: 20,
      today,
      seed: 6,
    });
    const run = (accountId: string, state: string, hoursAgo: number) =>
      db.query(
        `INSERT INTO sync_run (id, household_id, account_id, cause, state, error_code, started_at, finished_at, lease_until)
         VALUES ($1, $2, $3, 'sweep', $4, 'unavailable', $5, $5, $5)`,
        [newId(), person.householdId, accountId, state, new Date(now.getTime() - hoursAgo * 3_600_000)],
      );
    const told = () =>
      transact(
        person,
        async (tx) => {
          const { attention } = await overview(tx, today, now, now);
          const failures = (await connectionList(tx, today, now)).flatMap((connection) => connection.failures);
          expect(attention).toEqual(failures.map((failure) => ({ kind: 'sync-failed', ...failure })));
          return failures.map(({ accounts }) => accounts.map(({ id }) => id).sort());
        },
        { readOnly: true },
      );
    const [one = '', other = ''] = accountIds;
    for (const id of accountIds) {
      await run(id, 'done', 9);
      expect(await told()).toEqual(id === one ? [] : [[one]]);
      await run(id, 'failed', 8);
    }
    expect(await told()).toEqual([[one, other].sort()]);
    await run(one, 'done', 1);
    expect(await told()).toEqual([[other]]);
    await db.query("UPDATE account SET status = 'disconnected' WHERE id = $1", [other]);
    expect(await told()).toEqual([]);
  });

  test('asks once to sign in again for all accounts of one sign-in', async () => {
    const person = await newViewer();
    const { accountIds } = await fillLedger(db.query, person, {
      accountCount: 2,
      rowCount: 10,
      days: 20,
      today,
      seed: 7,
    });
    await db.query("UPDATE account SET status = 'inactive' WHERE id = ANY($1)", [accountIds]);
    const [item, ...others] = (await read(person)).attention;
    expect(others).toEqual([]);
    expect(item?.kind === 'sign-in-again' && item.accounts.map(({ id }) => id).sort()).toEqual([...accountIds].sort());
  });
});

describe('money in a currency that is not the account’s', () => {
  test('is counted in its own, and in nothing of the account', async () => {
    const id = ledger.accountIds[1] ?? '';
    const before = await read(viewer);
    for (const status of ['posted', 'pending']) {
      await db.query(
        `INSERT INTO transaction (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
          transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
         VALUES ($1, $2, $3, $4, -4200, 'EUR', 'ABROAD', $5, '2026-11-02', '2026-11-02', '2026-11-02', now(), 'r', $1, $1)`,
        [newId(), viewer.householdId, id, `euro_${status}`, status],
      );
    }
    await transact(viewer, (tx) => sumDays(tx, id, [day('2026-11-02')]));
    const view = await transact(viewer, (tx) => account(tx, id, today, now), { readOnly: true });
    expect(view?.pending).toEqual([{ count: 1, total: { amountMinor: -4200n, currency: 'EUR' } }]);
    const after = await read(viewer);
    expect(after.cashFlow[0]).toEqual(before.cashFlow[0]);
    expect(after.cashFlow[1]).toMatchObject({
      currency: 'EUR',
      thisMonth: { in: { amountMinor: 0n }, out: { amountMinor: -4200n }, rowCount: 1 },
      lastMonth: { rowCount: 0 },
    });
    expect(after.netWorth).toEqual(before.netWorth);
    await db.query("DELETE FROM transaction WHERE description = 'ABROAD'");
  });
});

describe('an account that is being brought up to date', () => {
  test('is one whose rows the bank is asked for, or that is read under a lease, and that is linked', async () => {
    const [asked, run] = [first(), ledger.accountIds[1] ?? ''];
    await db.query("UPDATE account SET status = 'active' WHERE id = ANY($1)", [[asked, run]]);
    const updating = (as = viewer) =>
      transact(as, async (tx) => {
        const { accounts } = await overview(tx, today, now, wallNow());
        return {
          accounts: accounts.filter((one) => one.isUpdating).map(({ id }) => id),
          any: await isAnyUpdating(tx, wallNow()),
        };
      });
    const freshness = (feature: string, state: string) =>
      db.query(
        `INSERT INTO account_freshness (account_id, household_id, feature, state) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, feature) DO UPDATE SET state = excluded.state`,
        [asked, viewer.householdId, feature, state],
      );
    const lease = (until: string) =>
      db.query(
        `INSERT INTO sync_run (id, household_id, account_id, cause, state, started_at, lease_until)
         VALUES ($1, $2, $3, 'event', 'running', now(), now() + $4::interval)`,
        [newId(), viewer.householdId, run, until],
      );
    await freshness('balance', 'pending');
    await lease('-1 minute');
    expect(await updating()).toEqual({ accounts: [], any: false });
    await freshness('transactions', 'pending');
    expect(await updating()).toEqual({ accounts: [asked], any: true });
    expect((await updating(neighbor)).any).toBe(false);
    await freshness('transactions', 'succeeded');
    await lease('1 minute');
    expect(await updating()).toEqual({ accounts: [run], any: true });
    await db.query("UPDATE account SET status = 'inactive' WHERE id = $1", [run]);
    expect(await updating()).toEqual({ accounts: [], any: false });
    await db.query('DELETE FROM sync_run WHERE account_id = $1 AND finished_at IS NULL', [run]);
    await db.query('DELETE FROM account_freshness WHERE account_id = $1', [asked]);
    await db.query("UPDATE account SET status = 'active' WHERE id = $1", [run]);
  });
});
