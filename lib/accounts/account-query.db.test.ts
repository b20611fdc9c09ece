import { beforeAll, describe, expect, test } from 'vitest';
import { consentLog } from '../consent/queries.ts';
import { addDays, day } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { newId } from '../ids.ts';
import { transaction } from '../ledger/detail-query.ts';
import { fillLedger, fillVerdicts, sumOfRows, type TestLedger } from '../ledger/test-ledger.ts';
import { account } from './account-query.ts';
import { dayEnds } from './ends-query.ts';
import { hasInterval } from './intervals-query.ts';
import { accountName } from './names-query.ts';
import { accountList, overview } from './queries.ts';
import { sameAccountQuestions } from './same-account-query.ts';
import { mostOpenIntervals, mostStated, newestIntervals, newestRuns } from './view.ts';

const db = testDatabase();
const today = day('2026-11-20');
const now = new Date('2026-11-20T23:30:00Z');
let viewer: Viewer;
let ledger: TestLedger;

beforeAll(async () => {
  viewer = await newViewer();
  ledger = await fillLedger(db.query, viewer, { accountCount: 3, rowCount: 1200, days: 70, today });
});

const first = () => ledger.accountIds[0] ?? '';
const sum = (condition: string, values: unknown[] = []) => sumOfRows(db.query, condition, values);

describe('an account', () => {
  test('gives the end of each day, carries it over days without rows, and knows nothing before coverage', async () => {
    const view = await transact(viewer, (tx) => account(tx, first(), today, now), { readOnly: true });
    const coverage = view?.coverageFrom ?? today;
    expect(view?.days[0]?.day).toBe('2026-08-28');
    expect(coverage).toBe('2026-09-11');
    for (const { day: at, endMinor } of view?.days ?? []) {
      if (at < coverage) expect(endMinor).toBeNull();
      else if (endMinor !== null) expect(endMinor).toBe(await sum('account_id = $1 AND day <= $2', [first(), at]));
    }
    expect(view?.days.at(-1)?.endMinor).toBe(view?.balance?.current.amountMinor);
    expect(view?.stated).toEqual([{ day: today, current: view?.balance?.current }]);
    expect(view?.proof).toEqual({ kind: 'not-yet', why: 'one-balance' });
  });

  test('keeps the name a person gave it, and stays out of net worth when told to', async () => {
    await db.query(
      'INSERT INTO account_setting (account_id, household_id, name, in_net_worth) VALUES ($1, $2, $3, FALSE)',
      [first(), viewer.householdId, 'Everyday money'],
    );
    const { accounts, netWorth } = await transact(viewer, (tx) => accountList(tx, today, now), { readOnly: true });
    expect(accounts.find(({ id }) => id === first())).toMatchObject({ name: 'Everyday money', inNetWorth: false });
    expect(netWorth[0]?.parts.map((part) => part.accountId)).not.toContain(first());
  });
});

describe('the ends of days', () => {
  test('are those of the newest day with rows up to each, and unknown before the first', async () => {
    const person = await newViewer();
    // Rows on about every second day, so that days with and without them stand beside each other.
    const { accountIds } = await fillLedger(db.query, person, {
      accountCount: 2,
      rowCount: 60,
      days: 50,
      today,
      seed: 3,
    });
    const days = Array.from({ length: 60 }, (_, i) => addDays(today, i - 59));
    const ends = await transact(person, (tx) => dayEnds(tx, accountIds, days), { readOnly: true });
    const rows = await db.query<{ id: string; day: string; end: string }>(
      'SELECT account_id AS id, day::text, end_minor::text AS end FROM account_day WHERE account_id = ANY($1) ORDER BY day',
      [accountIds],
    );
    const endOf = (id: string, at: string) => rows.findLast((row) => row.id === id && row.day <= at)?.end;
    for (const id of accountIds) {
      const expected = days.map((at) => (endOf(id, at) === undefined ? null : BigInt(endOf(id, at) as string)));
      expect(ends.find(({ accountId }) => accountId === id)?.ends).toEqual(expected);
    }
    const exact = days.filter((at) => rows.some((row) => row.id === accountIds[0] && row.day === at));
    expect(exact.length).toBeGreaterThan(5);
    expect(exact.length).toBeLessThan(45);
  });
});

describe('a card', () => {
  let seed = 9;
  const newSeed = () => (seed += 1);

  async function personWithOneAccount() {
    const person = await newViewer();
    const { accountIds } = await fillLedger(db.query, person, {
      accountCount: 1,
      rowCount: 10,
      days: 70,
      today,
      seed: newSeed(),
    });
    const card = async (wallNow = now) =>
      (await transact(person, (tx) => accountList(tx, today, wallNow), { readOnly: true })).accounts[0];
    return { person, accountIds, card };
  }

  test('says "updating" as long as the lease of a run holds, by the wall clock', async () => {
    const { person, accountIds, card } = await personWithOneAccount();
    const leaseUntil = new Date('2031-01-01T00:00:00Z');
    await db.query(
      `INSERT INTO sync_run (id, household_id, account_id, cause, state, started_at, lease_until)
       VALUES ($1, $2, $3, 'event', 'running', $4, $5)`,
      [newId(), person.householdId, accountIds[0], now, leaseUntil],
    );
    const at = (ms: number) => new Date(leaseUntil.getTime() + ms);
    expect([(await card(at(-1)))?.isUpdating, (await card(at(1)))?.isUpdating]).toEqual([true, false]);
  });

  test('says what a balance awaits that is not confirmed: its rows, the next balance, or that anything moves', async () => {
    const { person, accountIds, card } = await personWithOneAccount();
    await fillVerdicts(db.query, person, { accountIds, today, count: 2 });
    const awaits = async (movedMinor: number, rowsMinor: number, rowCount: number) => {
      await db.query(
        `UPDATE proof_interval SET state = 'waiting', anchor_diff_minor = $3, rows_minor = $4, row_count = $5
         WHERE account_id = $1 AND to_at = $2`,
        [accountIds[0], new Date(`${today}T23:00:00Z`), movedMinor, rowsMinor, rowCount],
      );
      return (await card())?.proof;
    };
    expect(await awaits(-50, 0, 0)).toMatchObject({ kind: 'waiting', awaits: 'rows' });
    expect(await awaits(-50, -50, 1)).toMatchObject({ kind: 'waiting', awaits: 'balance' });
    expect(await awaits(0, 0, 0)).toMatchObject({ kind: 'waiting', awaits: 'movement' });
  });

  test('lists the newest intervals that say something, and of the older ones those that are not proven', async () => {
    const { person, accountIds } = await personWithOneAccount();
    const id = accountIds[0] ?? '';
    const [last, open] = [newestIntervals, mostOpenIntervals];
    const count = last + open + 40;
    await fillVerdicts(db.query, person, { accountIds, today, count });
    /** The newest is number 1. */
    const endOf = (number: number) => new Date(Date.parse(`${today}T23:00:00Z`) - (number - 1) * 86_400_000);
    const judge = (state: string, from: number, to = from) =>
      db.query('UPDATE proof_interval SET state = $2 WHERE account_id = $1 AND to_at BETWEEN $3 AND $4', [
        id,
        state,
        endOf(to),
        endOf(from),
      ]);
    const listed = async (asked: string | null = null) => {
      const view = await transact(person, (tx) => account(tx, id, today, now, asked));
      const shown = view?.intervals.map(({ state, toAt }) => [
        (endOf(1).getTime() - toAt.getTime()) / 86_400_000 + 1,
        state,
      ]);
      return { shown, counts: view?.intervalCounts };
    };
    const span = (state: string, from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => [from + i, state]);

    expect(await listed()).toEqual({
      shown: span('proven', 1, last),
      counts: { proven: count, open: 0, empty: 0 },
    });
    // Whoever asks for one gets it, once.
    for (const [number, shown] of [
      [last + 3, [...span('proven', 1, last), [last + 3, 'proven']]],
      [2, span('proven', 1, last)],
    ] as const) {
      const [asked] = await db.query<{ id: string }>(
        'SELECT to_anchor_id AS id FROM proof_interval WHERE account_id = $1 AND to_at = $2',
        [id, endOf(number)],
      );
      expect((await listed(asked?.id)).shown).toEqual(shown);
    }
    await judge('empty', 1, 3);
    await judge('unexplained', last + 5);
    expect((await listed()).shown).toEqual([...span('proven', 4, last + 3), [last + 5, 'unexplained']]);
    // However much else waits: what is unexplained is the account's headline, and is to be found.
    await judge('waiting', 4, last + open + 10);
    await judge('unexplained', last + open + 20);
    const { shown, counts } = await listed();
    expect(shown).toEqual([...span('waiting', 4, last + 3 + open - 1), [last + open + 20, 'unexplained']]);
    expect(counts).toEqual({ proven: 29, open: last + open + 8, empty: 3 });
  });

  test('has its own intervals only: none of another account, and none of another household', async () => {
    const person = await newViewer();
    const { accountIds } = await fillLedger(db.query, person, {
      accountCount: 2,
      rowCount: 10,
      days: 70,
      today,
      seed: newSeed(),
    });
    const theirs = await personWithOneAccount();
    await fillVerdicts(db.query, person, { accountIds, today, count: 1 });
    await fillVerdicts(db.query, theirs.person, { accountIds: theirs.accountIds, today, count: 1 });
    const rows = await db.query<{ id: string; account: string }>(
      'SELECT to_anchor_id AS id, account_id AS account FROM proof_interval WHERE account_id = ANY ($1)',
      [[...accountIds, ...theirs.accountIds]],
    );
    const [mine = '', beside = '', foreign = ''] = [...accountIds, ...theirs.accountIds].map(
      (id) => rows.find((row) => row.account === id)?.id,
    );
    const has = (interval: string) => transact(person, (tx) => hasInterval(tx, accountIds[0] ?? '', interval));
    expect([await has(mine), await has(beside), await has(foreign)]).toEqual([true, false, false]);
    for (const text of ['nonsense', "' OR 1=1 --", '', newId()]) expect(await has(text)).toBe(false);
    const shown = async (asked: string) =>
      (await transact(person, (tx) => account(tx, accountIds[0] ?? '', today, now, asked)))?.intervals.map(
        ({ id }) => id,
      );
    expect([await shown(beside), await shown(foreign)]).toEqual([[mine], [mine]]);
  });

  test('marks each balance that the bank has stated, and none where they would be too many to tell apart', async () => {
    for (const [count, marked] of [
      [mostStated - 1, mostStated],
      [mostStated, 0],
    ] as const) {
      const { person, accountIds } = await personWithOneAccount();
      await fillVerdicts(db.query, person, { accountIds, today, count });
      const view = await transact(person, (tx) => account(tx, accountIds[0] ?? '', today, now));
      expect(view?.stated).toHaveLength(marked);
    }
  });

  test('logs the newest readings, and older ones only when they brought something or failed', async () => {
    const { person, accountIds } = await personWithOneAccount();
    const id = accountIds[0] ?? '';
    const runAt = (hoursAgo: number, state: 'done' | 'failed', added: number) =>
      db.query(
        `INSERT INTO sync_run (id, household_id, account_id, cause, state, started_at, finished_at, lease_until, added)
         VALUES ($1, $2, $3, 'event', $4, $5, $5, $5, $6)`,
        [newId(), person.householdId, id, state, new Date(now.getTime() - hoursAgo * 3_600_000), added],
      );
    for (let hoursAgo = 1; hoursAgo <= newestRuns + 20; hoursAgo += 1) {
      const ago = hoursAgo - newestRuns;
      await runAt(hoursAgo, ago === 9 ? 'failed' : 'done', ago === 5 ? 79 : 0);
    }
    const log = (await transact(person, (tx) => account(tx, id, today, now)))?.syncLog ?? [];
    const hoursAgo = log.map(({ startedAt }) => (now.getTime() - startedAt.getTime()) / 3_600_000);
    const newest = Array.from({ length: newestRuns }, (_, i) => i + 1);
    expect(hoursAgo).toEqual([...newest, newestRuns + 5, newestRuns + 9]);
  });

  test('looks back over the newest 400 intervals for how far proof reaches', async () => {
    const { person, accountIds, card } = await personWithOneAccount();
    await fillVerdicts(db.query, person, { accountIds, today, count: 402 });
    const proofOf = async () => (await card())?.proof;
    const to = new Date(`${today}T23:00:00Z`);
    const daysBack = (days: number) => new Date(to.getTime() - days * 86_400_000);
    expect(await proofOf()).toEqual({ kind: 'proven', from: daysBack(400), to, rowCount: 400 });
    const open = "UPDATE proof_interval SET state = 'waiting' WHERE account_id = $1 AND to_at = $2";
    await db.query(open, [accountIds[0], daysBack(3)]);
    expect(await proofOf()).toEqual({ kind: 'proven', from: daysBack(3), to, rowCount: 3 });
    await db.query(open, [accountIds[0], to]);
    expect(await proofOf()).toMatchObject({ kind: 'waiting', from: daysBack(1), to, provenTo: daysBack(1) });
  });
});

describe('an account without a name', () => {
  test('is called by its institution and last digits, wherever it is named', async () => {
    const [id, other] = [ledger.accountIds[1] ?? '', ledger.accountIds[2] ?? ''];
    const name = 'Test Bank 0002';
    await db.query('UPDATE account SET display_name = NULL WHERE id = $1', [id]);
    await db.query("UPDATE account SET status = 'active' WHERE id = ANY($1)", [[id, other]]);
    await db.query(
      `INSERT INTO sync_run (id, household_id, account_id, cause, state, started_at, finished_at, lease_until)
       VALUES ($1, $2, $3, 'event', 'failed', $4, $4, $4)`,
      [newId(), viewer.householdId, id, now],
    );
    await db.query(
      `INSERT INTO consent_event (id, household_id, account_id, kind, permissions, note, at)
       VALUES ($1, $2, $3, 'linked', '{balances}', 'Test Bank', $4)`,
      [newId(), viewer.householdId, id, now],
    );
    const ask = (from: string, to: string) =>
      db.query(
        `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at) VALUES ($1, $2, $3, $4, '{}', 'open', now())`,
        [newId(), viewer.householdId, from, to],
      );
    await ask(id, other);
    await ask(other, id);
    const [row] = await db.query<{ id: string }>('SELECT id FROM transaction WHERE account_id = $1 LIMIT 1', [id]);
    const names = await transact(viewer, async (tx) => {
      const { attention, accounts } = await overview(tx, today, now, now);
      const questions = await sameAccountQuestions(tx);
      return {
        card: accounts.find((one) => one.id === id)?.name,
        title: await accountName(tx, id),
        row: (await transaction(tx, row?.id ?? ''))?.accountName,
        failed: attention.find((item) => item.kind === 'sync-failed')?.accounts[0]?.name,
        asked: attention.flatMap((item) =>
          item.kind === 'same-account' ? [item.accountId === id ? item.accountName : item.candidateName] : [],
        ),
        questions: questions.map((one) => (one.accountId === id ? one.accountName : one.candidateName)),
        question: (await account(tx, other, today, now))?.sameAccountQuestion?.candidateName,
        consent: (await consentLog(tx, id))[0]?.account?.name,
      };
    });
    expect(names).toEqual({
      card: name,
      title: name,
      row: name,
      failed: name,
      asked: [name, name],
      questions: [name, name],
      question: name,
      consent: name,
    });
  });
});
