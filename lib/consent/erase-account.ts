import type { Tx } from '../db/transact.ts';
import { NotFound } from '../errors.ts';

/**
 * Removes everything that is held of an account, in the caller's transaction: rows, balances, what was derived of them,
 * owners, the bank's ids and events, the person's words about it. What was consented to stays, as the receipt. Returns how
 * many rows were removed.
 */
export async function eraseAccount(tx: Tx, accountId: string): Promise<number> {
  const [account] = await tx.$queryRaw<{ connectionId: string }[]>`
    SELECT connection_id AS "connectionId" FROM account WHERE id = ${accountId}::uuid FOR UPDATE`;
  if (!account) throw new NotFound('no such account');
  const rows = await tx.$executeRaw`DELETE FROM transaction WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`DELETE FROM proof_interval WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`DELETE FROM balance_anchor WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`DELETE FROM account_day WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`DELETE FROM account_owner WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`DELETE FROM account_setting WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`DELETE FROM sync_run WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`
    DELETE FROM relink_question WHERE account_id = ${accountId}::uuid OR candidate_id = ${accountId}::uuid`;
  await tx.$executeRaw`
    DELETE FROM bank_event e USING bank_account_ref r WHERE r.account_id = ${accountId}::uuid AND e.account_ref = r.bank_ref`;
  await tx.$executeRaw`
    UPDATE link_attempt SET account_id = nullif(account_id, ${accountId}::uuid),
      account_ids = array_remove(account_ids, ${accountId}::uuid)
    WHERE account_id = ${accountId}::uuid OR ${accountId}::uuid = ANY (account_ids)`;
  // The bank's ids and the freshness go with the account.
  await tx.$executeRaw`DELETE FROM account WHERE id = ${accountId}::uuid`;
  await tx.$executeRaw`
    DELETE FROM connection c WHERE c.id = ${account.connectionId}::uuid
      AND NOT EXISTS (SELECT FROM account a WHERE a.connection_id = c.id)`;
  return rows;
}
