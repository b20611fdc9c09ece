import { storeBankAccount } from '../accounts/store-bank-account.ts';
import type { BankAccount } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';
import { nothingTouched, settleAccount } from './settle-account.ts';

/**
 * Stores an answer of the bank about an account and settles what it changes, in the caller's transaction: a balance that is
 * held is judged. Holds the account until the transaction ends.
 *
 * @param readAt wall clock just before the bank was asked
 * @returns false when the account is gone, or linked under another id of the bank by now: then nothing is stored
 */
export async function recordAccount(
  tx: Tx,
  accountId: string,
  account: BankAccount,
  readAt: Date,
  now: Date,
): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM account a JOIN bank_account_ref r ON r.account_id = a.id
    WHERE a.id = ${accountId}::uuid AND r.bank_ref = ${account.ref} AND r.replaced_at IS NULL
    FOR NO KEY UPDATE OF a`;
  if (held.length === 0) return false;
  const { hasNewCurrency } = await storeBankAccount(tx, accountId, account, readAt, now);
  await settleAccount(tx, accountId, hasNewCurrency ? 'everything' : nothingTouched, now);
  return true;
}
