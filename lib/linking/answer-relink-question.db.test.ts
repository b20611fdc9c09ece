import { describe, expect, it } from 'vitest';
import { answeredQuestions, continuedAs, sameAccountQuestions } from '../accounts/same-account-query.ts';
import { testBank } from '../bank/stripe/test-bank.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { type Tx, transact, transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { answerRelinkQuestion } from './answer-relink-question.ts';
import { settleRelink } from './settle-relink.ts';
import { linkAs, storeRows } from './test-linking.ts';
import { posted, testRelink } from './test-relink.ts';

const db = testDatabase();
const bank = testBank();
const { rowsOf, refOf, relinked, relinkedUnread, settle, question } = testRelink(db, bank);

describe('an account linked again under a new id', () => {
  it('answered "same" becomes one history, without a row twice', async () => {
    const { viewer, accountId, freshId } = await relinked(async (ref) => {
      await bank.control('/faults', { fault: 'late-row', account: ref, days: 40 });
    });
    await settle(viewer, freshId);
    const fresh = posted(await rowsOf(freshId));
    const { id: questionId = '' } = (await question(freshId)) ?? {};
    const now = await bank.now();
    expect(await became(viewer)).toEqual({});
    expect(await answerRelinkQuestion(viewer, { questionId, answer: 'same' }, now)).toEqual({ accountId });
    expect(await became(viewer)).toEqual({ [questionId]: 'same' });
    const goesOn = (as: Viewer) => transact(as, (tx) => continuedAs(tx, freshId), { readOnly: true });
    expect(await goesOn(viewer)).toBe(accountId);
    expect(await goesOn(await newViewer())).toBeNull();
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
    const standing = async () => (await transact(viewer, (tx) => sameAccountQuestions(tx), { readOnly: true }))[0];
    expect(await standing()).toMatchObject({
      currency: 'USD',
      isOver: false,
      isCandidateRead: true,
      hasOthers: false,
    });
    await db.query(`UPDATE account SET status = 'inactive' WHERE id = $1`, [accountId]);
    await db.query(`UPDATE account SET status = 'disconnected' WHERE id = $1`, [freshId]);
    const otherId = await asks(viewer, freshId, newId());
    expect(await standing()).toMatchObject({ isOver: true, isCandidateRead: false, hasOthers: true });
    await answerRelinkQuestion(viewer, { questionId, answer: 'different' }, await bank.now());
    expect(await became(viewer)).toEqual({ [questionId]: 'different-asked' });
    await db.query('DELETE FROM relink_question WHERE id = $1', [otherId]);
    expect(await became(viewer)).toEqual({ [questionId]: 'different-over' });
    await db.query(`UPDATE account SET status = 'active' WHERE id = $1`, [freshId]);
    expect(await became(viewer)).toEqual({ [questionId]: 'different' });
    expect(await transact(viewer, (tx) => continuedAs(tx, freshId))).toBeNull();
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
    expect(await became(viewer)).toEqual({ [questionId]: 'awaited' });
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

async function asks(viewer: Viewer, accountId: string, candidateId: string): Promise<string> {
  const id = newId();
  await db.query(
    `INSERT INTO relink_question (id, household_id, account_id, candidate_id, evidence, answer, asked_at)
     VALUES ($1, $2, $3, $4, '{}', 'open', now())`,
    [id, viewer.householdId, accountId, candidateId],
  );
  return id;
}

/** What came of each question that is answered. */
async function became(viewer: Viewer): Promise<Record<string, string>> {
  const answered = await transact(viewer, (tx) => answeredQuestions(tx), { readOnly: true });
  return Object.fromEntries(answered.map(({ id, became: what }) => [id, what]));
}

function addTen(day: string): string {
  return new Date(Date.parse(day) + 10 * 86_400_000).toISOString().slice(0, 10);
}
