import type { LinkSession } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';
import type { AttemptState, Purpose } from './link-attempt.ts';

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
  accountIds: string[];
};

/** Reads an attempt of this household; null when there is none. `lock`: nobody else changes it in this transaction. */
export async function readAttempt(tx: Tx, id: string, lock = false): Promise<Attempt | null> {
  if (lock) await tx.$queryRaw`SELECT 1 FROM link_attempt WHERE id = ${id}::uuid FOR UPDATE`;
  const [row] = await tx.$queryRaw<Attempt[]>`
    SELECT t.id, t.user_id AS "userId", h.bank_ref AS "holderRef", t.session_ref AS "sessionRef", t.purpose,
      t.account_id AS "accountId", t.state, t.account_ids AS "accountIds"
    FROM link_attempt t LEFT JOIN bank_holder h ON h.user_id = t.user_id
    WHERE t.id = ${id}::uuid`;
  return row ?? null;
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
