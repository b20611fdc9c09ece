import { describe, expect, it } from 'vitest';
import { accountList } from '../accounts/queries.ts';
import { sameAccountQuestions } from '../accounts/same-account-query.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { dayOf } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transact } from '../db/transact.ts';
import { newId } from '../ids.ts';
import { linkAs, storeRows } from './test-linking.ts';
import { posted, testRelink } from './test-relink.ts';

const db = testDatabase();
const bank = testBank();
const { rowsOf, refOf, relinked, checkingOf, settle, question } = testRelink(db, bank);

describe('an account linked again under a new id', () => {
  it('continues the old one when its rows agree: one history, the gap filled, nothing twice', async () => {
    const { viewer, accountId, freshId, oldRef, old, kinds } = await relinked();
    expect(kinds.sort()).toEqual(['known', 'known', 'maybe-known']);
    const fresh = await rowsOf(freshId);
    const newRef = await refOf(freshId);
    expect(await settle(viewer, freshId)).toEqual({ kind: 'continued', accountId });

    const after = await rowsOf(accountId);
    // Every posted row of either side stands there once, and what only the new side knows is there too.
    const expected = new Map<string, number>();
    const tally = (keys: string[]) => {
      const counts = new Map<string, number>();
      for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      return counts;
    };
    const [was, now] = [tally(posted(old)), tally(posted(fresh))];
    for (const key of [...was.keys(), ...now.keys()]) expected.set(key, Math.max(was.get(key) ?? 0, now.get(key) ?? 0));
    expect(tally(posted(after))).toEqual(expected);
    expect(posted(after).length).toBeGreaterThan(posted(old).length);

    // Rows that we held keep our id and remember the bank's former one.
    const held = after.filter((row) => old.some(({ id }) => id === row.id));
    expect(held).toHaveLength(old.length);
    const merged = held.filter((row) => row.former_refs.length > 0);
    expect(merged.length).toBeGreaterThan(50);
    for (const row of merged) expect(row.former_refs).toEqual([old.find(({ id }) => id === row.id)?.bank_ref]);

    const refs = await db.query('SELECT bank_ref, replaced_at, cursor FROM bank_account_ref WHERE account_id = $1', [
      accountId,
    ]);
    expect(refs).toHaveLength(2);
    expect(refs).toContainEqual({ bank_ref: oldRef, replaced_at: expect.any(Date), cursor: expect.any(String) });
    expect(refs).toContainEqual({ bank_ref: newRef, replaced_at: null, cursor: expect.any(String) });
    expect(await db.query('SELECT status FROM account WHERE id = $1', [accountId])).toEqual([{ status: 'active' }]);
    expect(await db.query('SELECT id FROM account WHERE id = $1', [freshId])).toEqual([]);
    expect(await question(freshId)).toMatchObject({ answer: 'same', candidate_id: accountId });
    const left = `SELECT (SELECT count(*) FROM balance_anchor WHERE account_id = $1) + (SELECT count(*) FROM account_freshness
      WHERE account_id = $1) + (SELECT count(*) FROM consent_event WHERE account_id = $1) + (SELECT count(*) FROM link_attempt
      WHERE $1 = ANY (account_ids)) AS n`;
    expect(await db.query(left, [freshId])).toEqual([{ n: '0' }]);
    expect(await db.query('SELECT feature FROM account_freshness WHERE account_id = $1', [accountId])).toHaveLength(3);
  });

  it('leaves no pending row of the ended id pending, and none double', async () => {
    const pendingOf = ({ old }: Awaited<ReturnType<typeof relinked>>) =>
      old.filter(({ status }) => status === 'pending');
    let found = await relinked(async () => undefined, 2);
    // On which days of its week the bank has something pending is the bank's affair.
    for (let tries = 0; tries < 7 && pendingOf(found).length === 0; tries += 1) {
      await bank.control('/advance', { days: 1 });
      found = await relinked(async () => undefined, 2);
    }
    const { viewer, accountId, freshId } = found;
    const wasPending = pendingOf(found);
    expect(wasPending.length).toBeGreaterThan(0);
    const fresh = await rowsOf(freshId);
    await settle(viewer, freshId);
    const after = await rowsOf(accountId);
    const current = new Set(fresh.map(({ bank_ref }) => bank_ref));
    for (const row of after.filter(({ status }) => status === 'pending')) expect(current).toContain(row.bank_ref);
    for (const { id } of wasPending) {
      const row = after.find((one) => one.id === id);
      expect(row && (row.status === 'void' || current.has(row.bank_ref))).toBe(true);
    }
    expect(after.filter(({ status }) => status !== 'void').length).toBeGreaterThanOrEqual(fresh.length);
    expect(new Set(after.map(({ bank_ref }) => bank_ref)).size).toBe(after.length);
  });

  it('asks when a row of the overlap is not as it was, and stands apart until the answer', async () => {
    const { viewer, accountId, freshId } = await relinked(async (ref) => {
      await bank.control('/faults', { fault: 'late-row', account: ref, days: 40 });
    });
    const before = await rowsOf(accountId);
    expect(await settle(viewer, freshId)).toEqual({ kind: 'asked' });
    expect(await question(freshId)).toMatchObject({
      answer: 'open',
      evidence: { agreeing: expect.any(Number), onlyExisting: 0, onlyIncoming: 1 },
    });
    expect(await rowsOf(accountId)).toEqual(before);
    expect(await settle(viewer, freshId)).toEqual({ kind: 'nothing' });
    const questions = await transact(viewer, (tx) => sameAccountQuestions(tx));
    expect(questions).toMatchObject([
      { accountId: freshId, candidateId: accountId, last4: '4417', evidence: { onlyIncoming: 1 } },
    ]);
    expect(await transact(await newViewer(), (tx) => sameAccountQuestions(tx))).toEqual([]);
    // Its money is not counted twice meanwhile.
    const today = dayOf(await bank.now(), viewer.timeZone);
    const { netWorth } = await transact(viewer, (tx) => accountList(tx, today, wallNow()), { readOnly: true });
    const counted = netWorth.flatMap(({ parts }) => parts.map((part) => part.accountId));
    expect(counted).toContain(accountId);
    expect(counted).not.toContain(freshId);
  });

  it('is the only one of its session that continues the old one', async () => {
    const { viewer, accountId, freshId, siblingIds } = await relinked();
    const [openOne = '', waitingOne = ''] = siblingIds;
    const asked = `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at)
      VALUES ($1, $2, $3, $4, '{}', $5, now())`;
    await db.query(asked, [newId(), viewer.householdId, openOne, accountId, 'open']);
    await db.query(asked, [newId(), viewer.householdId, waitingOne, accountId, 'waiting']);
    expect(await settle(viewer, freshId)).toEqual({ kind: 'continued', accountId });
    expect(await question(openOne)).toMatchObject({ answer: 'different' });
    expect(await question(waitingOne)).toMatchObject({ answer: 'different' });
    expect(await settle(viewer, waitingOne)).toEqual({ kind: 'nothing' });
  });

  it('that was linked for the first time has nothing to settle', async () => {
    const viewer = await newViewer();
    const [account] = await linkAs(viewer, bank);
    await storeRows(viewer.householdId, account?.id ?? '');
    expect(await settle(viewer, account?.id ?? '')).toEqual({ kind: 'nothing' });
  });
});

describe('an account linked again under its own id', () => {
  it('is the same account, active again, and is read from the beginning once more', async () => {
    const viewer = await newViewer();
    const accounts = await linkAs(viewer, bank);
    const accountId = accounts[0]?.id ?? '';
    await storeRows(viewer.householdId, accountId);
    const ref = await refOf(accountId);
    const cursor = `SELECT cursor FROM bank_account_ref WHERE bank_ref = $1`;
    const before = await db.query(cursor, [ref]);
    expect(before).toEqual([{ cursor: expect.any(String) }]);
    await linkAs(viewer, bank, { purpose: 'permissions', accountId, permissions: ['payment_method'] });
    expect(await db.query(cursor, [ref])).toEqual(before);
    await bank.control('/faults', { fault: 'account-deactivated', account: ref });
    const again = await linkAs(viewer, bank, { purpose: 'relink', accountId });
    expect(again).toContainEqual({ id: accountId, kind: 'known' });
    expect(await db.query('SELECT status FROM account WHERE id = $1', [accountId])).toEqual([{ status: 'active' }]);
    expect(await db.query(cursor, [ref])).toEqual([{ cursor: null }]);
  });
});

describe('an account that was disconnected', () => {
  it('is found again when it is linked anew', async () => {
    const viewer = await newViewer();
    const accounts = await linkAs(viewer, bank);
    const accountId = await checkingOf(accounts.map(({ id }) => id));
    await storeRows(viewer.householdId, accountId);
    await bank.control('/faults', { fault: 'account-disconnected', account: await refOf(accountId) });
    const again = await linkAs(viewer, bank);
    const fresh = again.find(({ kind }) => kind === 'maybe-known')?.id ?? '';
    await storeRows(viewer.householdId, fresh);
    expect(await settle(viewer, fresh)).toEqual({ kind: 'continued', accountId });
    const sql = 'SELECT status, disconnected_at FROM account WHERE id = $1';
    expect(await db.query(sql, [accountId])).toEqual([{ status: 'active', disconnected_at: null }]);
  });
});
