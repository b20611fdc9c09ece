import type { Permission } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';

/** What one linking of an account allowed. */
export type Agreed = { accountId: string; permissions: Permission[] };

/**
 * What was agreed to for accounts up to a moment, newest first. The log says it and not the account: the bank's event may
 * have told new permissions before the person came back. Where the clock stands still several are of one moment: a first
 * link is before any other, and what allows more after what allows less.
 */
export function agreedUpTo(tx: Tx, accountIds: readonly string[], until: Date): Promise<Agreed[]> {
  return tx.$queryRaw<Agreed[]>`
    SELECT account_id AS "accountId", permissions FROM consent_event
    WHERE account_id = ANY (${[...accountIds]}::uuid[]) AND kind IN ('linked', 'linked-again', 'permissions')
      AND at <= ${until}::timestamptz
    ORDER BY at DESC, kind = 'linked', cardinality(permissions) DESC`;
}

/** What is allowed that was not before, in the order of the later one. */
export function grown(now: readonly Permission[], before: readonly Permission[]): Permission[] {
  return now.filter((permission) => !before.includes(permission));
}
