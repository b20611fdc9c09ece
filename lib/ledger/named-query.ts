import type { Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import type { Named } from './filter.ts';

/** Whether the household has everything that an address names by id. What can be no id is nobody's. */
export async function hasNamed(tx: Tx, { accountIds, row, interval }: Named): Promise<boolean> {
  const accounts = [...new Set(accountIds)];
  if (![...accounts, row, interval].every((id) => id === null || isId(id))) return false;
  const [found] = await tx.$queryRaw<{ hasAll: boolean }[]>`
    SELECT (SELECT count(*) FROM account WHERE id = ANY(${accounts}::uuid[])) = cardinality(${accounts}::uuid[])
      AND (${row}::uuid IS NULL OR EXISTS (SELECT FROM transaction WHERE id = ${row}::uuid))
      AND (${interval}::uuid IS NULL OR EXISTS (
        SELECT FROM balance_anchor b JOIN proof_interval p ON p.account_id = b.account_id AND p.to_anchor_id = b.id
        WHERE b.id = ${interval}::uuid)) AS "hasAll"`;
  return found?.hasAll ?? false;
}
