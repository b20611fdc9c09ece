import { describe, expect, it } from 'vitest';
import { accountList } from '../accounts/queries.ts';
import { sameAccountQuestions } from '../accounts/same-account-query.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { wallNow } from '../clock.ts';
import { dayOf } from '../dates/day.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { type Tx, transact, transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { answerRelinkQuestion } from './answer-relink-question.ts';
import { type Settled, settleRelink } from './settle-relink.ts';
import { linkAs, storeRows } from './test-linking.ts';

const db = testDatabase();
const bank = testBank();

type Row = {
  id: string;
  account_id: string;
  bank_ref: string;
  former_refs: string[];
  status: string;
  key: string;
};

const rowsOf = (accountId: string) =>
  db.query<Row>(
    `SELECT id, account_id, bank_ref, former_refs, status, day::text || ' ' || amount_minor || ' ' || description AS key
     FROM transaction WHERE account_id = $1 ORDER BY key, id`,
    [accountId],
  );
const posted = (rows: Row[]) => rows.filter(({ status }) => status === 'posted').map(({ key }) => key);
const refOf = async (accountId: string) => {
  const sql = 'SELECT bank_ref FROM bank_account_ref WHERE account_id = $1 AND replaced_at IS NULL';
  return (await db.query<{ bank_ref: string }>(sql, [accountId]))[0]?.bank_ref ?? '';
};

/** A person who linked their checking account; its id was re-issued after `goneFor` days and they linked again. */
async function relinked(before: (ref: string) => Promise<void> = async () => undefined, goneFor = 20) {
  const found = await relinkedUnread(before, goneFor);
  await storeRows(found.viewer.householdId, found.freshId);
  return found;
}

/** The same, while the rows of the new account have not come. */
async function relinkedUnread(before: (ref: string) => Promise<void>, goneFor: number) {
  const viewer = await newViewer();
  const accounts = await linkAs(viewer, bank);
  const accountId = await checkingOf(accounts.map(({ id }) => id));
  for (const { id } of accounts) await storeRows(viewer.householdId, id);
  const oldRef = await refOf(accountId);
  const old = await rowsOf(accountId);
  await bank.control('/faults', { fault: 'ids-reissued', account: oldRef });
  await bank.control('/advance', { days: goneFor });
  await before(oldRef);
  const again = await linkAs(viewer, bank, { purpose: 'relink', accountId });
  const fresh = again.find(({ kind }) => kind === 'maybe-known');
  if (!fresh) throw new Error('an account under a new id');
  const siblingIds = again.flatMap(({ id }) => (id === fresh.id ? [] : [id]));
  return { viewer, accountId, freshId: fresh.id, siblingIds, oldRef, old, kinds: again.map(({ kind }) => kind) };
}

async function checkingOf(ids: string[]): Promise<string> {
  const sql = `SELECT id FROM account WHERE id = ANY($1) AND subcategory = 'checking'`;
  return (await db.query<{ id: string }>(sql, [ids]))[0]?.id ?? '';
}

const settle = async (viewer: Viewer, accountId: string): Promise<Settled> => {
  const now = await bank.now();
  return transactFor(viewer.householdId, (tx) => settleRelink(tx, accountId, now));
};

const question = async (accountId: string) => {
  const sql = 'SELECT id, answer, evidence, candidate_id FROM relink_question WHERE account_id = $1';
  type Found = { id: string; answer: string; evidence: Record<string, unknown>; candidate_id: string };
  return (await db.query<Found>(sql, [accountId]))[0];
};

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

  it('answered "same" becomes one history, without a row twice', async () => {
    const { viewer, accountId, freshId } = await relinked(async (ref) => {
      await bank.control('/faults', { fault: 'late-row', account: ref, days: 40 });
    });
    await settle(viewer, freshId);
    const fresh = posted(await rowsOf(freshId));
    const { id: questionId = '' } = (await question(freshId)) ?? {};
    const now = await bank.now();
    expect(await answerRelinkQuestion(viewer, { questionId, answer: 'same' }, now)).toEqual({ accountId });
    const after = posted(await rowsOf(accountId));
    expect(after.length).toBeGreaterThanOrEqual(fresh.length);
    const since = fresh[0]?.slice(0, 10) ?? '';
    // From where the new history begins (and a few days for what was posted later) both say the same.
    const settled = (keys: string[]) => keys.filter((key) => key.slice(0, 10) > addTen(since));
    expect(settled(after)).toEqual(settled(fresh));
    expect(await answerRelinkQuestion(viewer, { questionId, answer: 'different' }, now)).toEqual({ accountId });
    const promised = await db.query(
      `SELECT 1 FROM pgboss.job WHERE name = 'sync-account' AND data->>'accountId' = $1 AND state = 'created'`,
      [accountId],
    );
    expect(promised).toHaveLength(1);
  });

  it('answered "different" stays an account of its own', async () => {
    const { viewer, accountId, freshId } = await relinked(async (ref) => {
      await bank.control('/faults', { fault: 'late-row', account: ref, days: 40 });
    });
    await settle(viewer, freshId);
    const { id: questionId = '' } = (await question(freshId)) ?? {};
    const before = [await rowsOf(accountId), await rowsOf(freshId)];
    await answerRelinkQuestion(viewer, { questionId, answer: 'different' }, await bank.now());
    expect([await rowsOf(accountId), await rowsOf(freshId)]).toEqual(before);
    expect(await question(freshId)).toMatchObject({ answer: 'different' });
  });

  it('that was disconnected since is taken in without ending the older one, which is still read', async () => {
    const { viewer, accountId, freshId, oldRef } = await relinked(async (ref) => {
      await bank.control('/faults', { fault: 'late-row', account: ref, days: 40 });
    });
    await settle(viewer, freshId);
    const { id: questionId = '' } = (await question(freshId)) ?? {};
    const before = await rowsOf(accountId);
    const freshRef = await refOf(freshId);
    await db.query(`UPDATE account SET status = 'active' WHERE id = $1`, [accountId]);
    await db.query(`UPDATE account SET status = 'disconnected' WHERE id = $1`, [freshId]);
    expect(await answerRelinkQuestion(viewer, { questionId, answer: 'same' }, await bank.now())).toEqual({ accountId });
    expect(await rowsOf(accountId)).toEqual(before);
    expect(await refOf(accountId)).toBe(oldRef);
    expect(await db.query('SELECT status FROM account WHERE id = $1', [accountId])).toEqual([{ status: 'active' }]);
    const replaced = 'SELECT bank_ref FROM bank_account_ref WHERE account_id = $1 AND replaced_at IS NOT NULL';
    expect(await db.query(replaced, [accountId])).toEqual([{ bank_ref: freshRef }]);
  });

  it('is nobody else’s question', async () => {
    const { viewer, freshId } = await relinked(async (ref) => {
      await bank.control('/faults', { fault: 'late-row', account: ref, days: 40 });
    });
    await settle(viewer, freshId);
    const { id: questionId = '' } = (await question(freshId)) ?? {};
    const now = await bank.now();
    const stranger = await newViewer();
    await expect(answerRelinkQuestion(stranger, { questionId, answer: 'same' }, now)).rejects.toThrow(NotFound);
    await expect(answerRelinkQuestion(viewer, { questionId: newId(), answer: 'same' }, now)).rejects.toThrow(NotFound);
    expect(await question(freshId)).toMatchObject({ answer: 'open' });
  });

  it('whose rows the bank fails to read is a question all the same, and both answers are taken', async () => {
    const unread = () =>
      relinkedUnread((ref) => bank.control('/faults', { fault: 'late-row', account: ref, days: 40 }), 2);
    const asked = (viewer: Viewer) => transact(viewer, (tx) => sameAccountQuestions(tx));
    const fails = (accountId: string) =>
      db.query(`UPDATE account_freshness SET state = 'failed' WHERE account_id = $1 AND feature = 'transactions'`, [
        accountId,
      ]);
    const now = await bank.now();

    const { viewer, accountId, freshId } = await unread();
    expect(await asked(viewer)).toEqual([]);
    await fails(freshId);
    const [{ id: questionId = '', ...shown } = {}] = await asked(viewer);
    expect(shown).toMatchObject({ accountId: freshId, isUnread: true, evidence: { agreeing: 0, from: null } });
    // Joined now, each row would stand there twice once the bank gives it under its new id.
    expect(await answerRelinkQuestion(viewer, { questionId, answer: 'same' }, now)).toEqual({ accountId: freshId });
    expect(await asked(viewer)).toEqual([]);
    await storeRows(viewer.householdId, freshId);
    const fresh = posted(await rowsOf(freshId));
    expect(await settle(viewer, freshId)).toEqual({ kind: 'continued', accountId });
    const since = addTen(fresh[0]?.slice(0, 10) ?? '');
    expect(posted(await rowsOf(accountId)).filter((key) => key.slice(0, 10) > since)).toEqual(
      fresh.filter((key) => key.slice(0, 10) > since),
    );

    const apart = await unread();
    await fails(apart.freshId);
    const [other] = await asked(apart.viewer);
    await answerRelinkQuestion(apart.viewer, { questionId: other?.id ?? '', answer: 'different' }, now);
    expect(await question(apart.freshId)).toMatchObject({ answer: 'different' });

    const over = await unread();
    await db.query(`UPDATE account SET status = 'disconnected' WHERE id = $1`, [over.freshId]);
    const [last] = await asked(over.viewer);
    const answer = { questionId: last?.id ?? '', answer: 'same' } as const;
    // Nothing will come any more.
    expect(await answerRelinkQuestion(over.viewer, answer, now)).toEqual({ accountId: over.accountId });
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

describe('two who write the same accounts at once', () => {
  /** Runs `first` with an account held, and `second` until it waits for `first`: then `first` goes on. */
  async function crossing<A, B>(
    { householdId }: Viewer,
    heldId: string,
    first: (tx: Tx) => Promise<A>,
    second: () => Promise<B>,
  ): Promise<[PromiseSettledResult<A>, PromiseSettledResult<B>]> {
    const [held, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const one = transactFor(householdId, async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM account WHERE id = ${heldId}::uuid FOR UPDATE`;
      held.resolve();
      await goOn.promise;
      return first(tx);
    });
    await held.promise;
    const two = second();
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await db.query(waiting)).length === 0);
    goOn.resolve();
    return Promise.allSettled([one, two]);
  }

  async function asks(viewer: Viewer, accountId: string, candidateId: string): Promise<string> {
    const id = newId();
    await db.query(
      `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at)
       VALUES ($1, $2, $3, $4, '{}', 'open', now())`,
      [id, viewer.householdId, accountId, candidateId],
    );
    return id;
  }

  it('wait for each other when a person answers for one account while another of its session continues the old one', async () => {
    const { viewer, accountId, freshId, siblingIds } = await relinked();
    const [sibling = ''] = siblingIds;
    const questionId = await asks(viewer, sibling, accountId);
    const now = await bank.now();
    const [settled, answered] = await crossing(
      viewer,
      accountId,
      (tx) => settleRelink(tx, freshId, now),
      () => answerRelinkQuestion(viewer, { questionId, answer: 'same' }, now),
    );
    expect(settled).toEqual({ status: 'fulfilled', value: { kind: 'continued', accountId } });
    // The bank's word, that they are two, came first.
    expect(answered).toEqual({ status: 'fulfilled', value: { accountId: sibling } });
    expect(await question(sibling)).toMatchObject({ answer: 'different' });
  });

  it('wait for each other when a person answers while the older account is erased', async () => {
    const viewer = await newViewer();
    const [older, newer] = (await linkAs(viewer, bank)).map(({ id }) => id);
    const questionId = await asks(viewer, newer ?? '', older ?? '');
    const now = await bank.now();
    const [erased, answered] = await crossing(
      viewer,
      older ?? '',
      // As erasing an account does, once it holds it (see erase-account.ts, which stands below).
      (tx) => tx.relinkQuestion.deleteMany({ where: { candidateId: older ?? '' } }),
      () => answerRelinkQuestion(viewer, { questionId, answer: 'same' }, now),
    );
    expect(erased).toEqual({ status: 'fulfilled', value: { count: 1 } });
    expect(answered).toMatchObject({ status: 'rejected', reason: expect.any(NotFound) });
  });

  it('take accounts in one order, whichever the bank names first', async () => {
    let viewer = await newViewer();
    let ids = (await linkAs(viewer, bank)).map(({ id }) => id);
    // The bank's order may happen to be that of our ids: then there is nothing to see.
    while (ids.every((id, index) => id === [...ids].sort()[index])) {
      viewer = await newViewer();
      ids = (await linkAs(viewer, bank)).map(({ id }) => id);
    }
    const late = ids.findIndex((id, index) => ids.slice(0, index).some((before) => before > id));
    const before = ids.slice(0, late).find((id) => id > (ids[late] ?? '')) ?? '';
    const [linked, again] = await crossing(
      viewer,
      ids[late] ?? '',
      (tx) => tx.$queryRaw`SELECT id FROM account WHERE id = ${before}::uuid FOR UPDATE`,
      () => linkAs(viewer, bank),
    );
    expect(linked).toEqual({ status: 'fulfilled', value: [{ id: before }] });
    expect(again).toMatchObject({ status: 'fulfilled', value: ids.map((id) => ({ id, kind: 'known' })) });
  });
});

function addTen(day: string): string {
  return new Date(Date.parse(day) + 10 * 86_400_000).toISOString().slice(0, 10);
}
