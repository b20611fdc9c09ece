import { householdOf, type Tx } from '../db/transact.ts';

/** The household's accounts by name alone, for choosing among them: linked ones before disconnected ones, by name. */
export function accountNames(tx: Tx): Promise<{ id: string; name: string }[]> {
  return tx.$queryRaw<{ id: string; name: string }[]>`
    SELECT a.id, coalesce(s.name, a.display_name, a.institution_name || coalesce(' ' || a.last4, '')) AS name
    FROM account a LEFT JOIN account_setting s ON s.account_id = a.id
    WHERE a.household_id = ${householdOf(tx)}::uuid
    ORDER BY a.status = 'disconnected', 2, a.id`;
}
