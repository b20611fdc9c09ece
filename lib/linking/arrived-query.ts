import type { Permission } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { agreedUpTo, grown } from './agreed-query.ts';
import { accountsOf, type LinkedAccount, readAttempt } from './attempt-store.ts';
import type { Purpose } from './link-attempt.ts';

/** `more`: what is allowed since and was not before; nothing of an account that was not here before. */
export type ArrivedAccount = LinkedAccount & { more: Permission[] };
export type Arrived = { purpose: Purpose; accounts: ArrivedAccount[] };

/**
 * What an attempt was opened for, and what it brought by the log of consents; null when the household has no such linked
 * one. An account that was recognized meanwhile is told as the one that it continues.
 */
export async function arrivedBy(tx: Tx, attemptId: string): Promise<Arrived | null> {
  const attempt = isId(attemptId) ? await readAttempt(tx, attemptId) : null;
  if (attempt?.state !== 'linked' || attempt.finishedAt === null) return null;
  const linked = await accountsOf(tx, attempt);
  const ids = linked.map(({ id }) => id);
  const agreed = await agreedUpTo(tx, ids, attempt.finishedAt);
  const accounts = linked.map((account): ArrivedAccount => {
    const [now, before] = agreed.filter(({ accountId }) => accountId === account.id);
    if (!now || !before) return { ...account, more: [] };
    return { ...account, kind: 'known', more: grown(now.permissions, before.permissions) };
  });
  return { purpose: attempt.purpose, accounts };
}
