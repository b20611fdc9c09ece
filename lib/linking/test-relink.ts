import type { TestBank } from '../bank/stripe/test-bank.ts';
import { newViewer, type TestDatabase } from '../db/test-database.ts';
import { transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { type Settled, settleRelink } from './settle-relink.ts';
import { linkAs, storeRows } from './test-linking.ts';

type Row = {
  id: string;
  account_id: string;
  bank_ref: string;
  former_refs: string[];
  status: string;
  key: string;
};

export const posted = (rows: Row[]) => rows.filter(({ status }) => status === 'posted').map(({ key }) => key);

/** People who link an account again under a new id, and what is stored of it. */
export function testRelink(db: TestDatabase, bank: TestBank) {
  const rowsOf = (accountId: string) =>
    db.query<Row>(
      `SELECT id, account_id, bank_ref, former_refs, status, day::text || ' ' || amount_minor || ' ' || description AS key
       FROM transaction WHERE account_id = $1 ORDER BY key, id`,
      [accountId],
    );
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

  return { rowsOf, refOf, relinked, relinkedUnread, checkingOf, settle, question };
}
