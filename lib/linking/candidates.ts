import type { BankAccount } from '../bank/types.ts';
import { householdOf, type Tx } from '../db/transact.ts';

/**
 * Accounts that a newly given account may continue: same household, institution, last four digits, kind and currency,
 * whatever their state (one that is active can be linked twice, one that was disconnected linked again). Not `besides`: the
 * account itself, and those that came in the same session, which are others by the bank's own word. Not an account that is
 * itself waiting for such a decision. Never by name: people and banks rename.
 */
export async function candidatesFor(tx: Tx, account: BankAccount, besides: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM account a
    WHERE a.household_id = ${householdOf(tx)}::uuid AND a.institution_name = ${account.institutionName}
      AND a.last4 IS NOT DISTINCT FROM ${account.last4} AND a.subcategory = ${account.subcategory}
      AND a.currency = ${account.currency} AND a.id <> ALL (${[...besides]}::uuid[])
      AND NOT EXISTS (SELECT 1 FROM relink_question q
        WHERE q.account_id = a.id AND q.answer IN ('waiting', 'open'))
    ORDER BY a.linked_at, a.id`;
  return rows.map(({ id }) => id);
}
