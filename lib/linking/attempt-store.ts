import type { LinkSession } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';
import type { AttemptState, Purpose } from './link-attempt.ts';

/** What linking made of one account of the bank. */
export type LinkedAccount = {
  id: string;
  /** new: first time here; known: the bank gave the id we hold; maybe-known: a new id, and rows will tell whose it is */
  kind: 'new' | 'known' | 'maybe-known';
};

/** An attempt as it stands, with the holder that its person has at the bank. */
export type Attempt = {
  id: string;
  userId: string;
  holderRef: string | null;
  sessionRef: string;
  purpose: Purpose;
  /** the account that the attempt was opened for; null = a first link */
  accountId: string | null;
  state: AttemptState;
  startedAt: Date;
  finishedAt: Date | null;
};

/** Reads an attempt of this household; null when there is none. */
export async function readAttempt(tx: Tx, id: string): Promise<Attempt | null> {
  const [row] = await tx.$queryRaw<Attempt[]>`
    SELECT t.id, t.user_id AS "userId", h.bank_ref AS "holderRef", t.session_ref AS "sessionRef", t.purpose,
      t.account_id AS "accountId", t.state, t.started_at AS "startedAt", t.finished_at AS "finishedAt"
    FROM link_attempt t LEFT JOIN bank_holder h ON h.user_id = t.user_id
    WHERE t.id = ${id}::uuid`;
  return row ?? null;
}

/** The accounts that an attempt gave, told apart as when it was finished. */
export function accountsOf(tx: Tx, attempt: Attempt): Promise<LinkedAccount[]> {
  return tx.$queryRaw<LinkedAccount[]>`
    SELECT a.id, CASE
        WHEN EXISTS (SELECT 1 FROM relink_question q WHERE q.account_id = a.id AND q.answer IN ('waiting', 'open'))
          THEN 'maybe-known'
        WHEN a.linked_at < t.started_at THEN 'known' ELSE 'new' END AS kind
    FROM link_attempt t, unnest(t.account_ids) WITH ORDINALITY AS linked(id, position) JOIN account a ON a.id = linked.id
    WHERE t.id = ${attempt.id}::uuid
    ORDER BY linked.position`;
}

/** Closes an attempt that led to nothing; one that is linked stays so. */
export async function closeAttempt(tx: Tx, id: string, state: 'cancelled' | 'failed', now: Date): Promise<void> {
  await tx.linkAttempt.updateMany({ where: { id, state: { not: 'linked' } }, data: { state, finishedAt: now } });
}

/** Closes an attempt with the accounts it gave. */
export async function markLinked(
  tx: Tx,
  id: string,
  session: LinkSession,
  accountIds: string[],
  now: Date,
): Promise<void> {
  const { permissions } = session;
  await tx.linkAttempt.update({
    where: { id },
    data: { state: 'linked', finishedAt: now, accountIds, permissions },
  });
}
