import type { Permission } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { accountsOf, readAttempt } from './attempt-store.ts';
import { basePermissions, type Purpose } from './link-attempt.ts';

export type Arrived = {
  purpose: Purpose;
  accountIds: string[];
  /** some were held before under the same id of the bank */
  hasKnown: boolean;
  /** what was asked for beyond the base, and is allowed for one of them */
  allowed: Permission[];
};

/** What an attempt was opened for and what it brought, by its own record; null when the household has no such linked one. */
export async function arrivedBy(tx: Tx, attemptId: string): Promise<Arrived | null> {
  const attempt = isId(attemptId) ? await readAttempt(tx, attemptId) : null;
  if (attempt?.state !== 'linked') return null;
  const accounts = await accountsOf(tx, attempt);
  const allowed = await tx.$queryRaw<{ permission: Permission }[]>`
    SELECT DISTINCT asked.permission FROM link_attempt t CROSS JOIN unnest(t.permissions) asked (permission)
    JOIN account a ON a.id = ANY (t.account_ids) AND asked.permission = ANY (a.permissions)
    WHERE t.id = ${attemptId}::uuid AND asked.permission <> ALL (${[...basePermissions]}) ORDER BY 1`;
  return {
    purpose: attempt.purpose,
    accountIds: accounts.map(({ id }) => id),
    hasKnown: accounts.some(({ kind }) => kind === 'known'),
    allowed: allowed.map(({ permission }) => permission),
  };
}
