import { storeBankAccount } from '../accounts/store-bank-account.ts';
import { readAccount } from '../bank/bank.ts';
import type { BankAccount } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { type Tx, transactFor } from '../db/transact.ts';
import type { JobData } from '../jobs/jobs.ts';
import { nothingTouched, settleAccount } from '../proof/settle-account.ts';
import { readCurrentAccount } from './current-account.ts';

/**
 * Takes what the bank now says of an account: its newest balance becomes an anchor, and what it proves is judged in the same
 * transaction. A balance that could not be read leaves the last one standing, and how old it is can be seen. Safe to repeat.
 */
export async function recordBalance({ householdId, accountId }: JobData<'record-balance'>, now: Date): Promise<void> {
  const current = await transactFor(householdId, (tx) => readCurrentAccount(tx, accountId));
  if (!current || current.status === 'disconnected') return;
  const readAt = wallNow();
  const account = await readAccount(current.bankRef);
  await transactFor(householdId, (tx) => recordAccount(tx, accountId, account, readAt, now));
}

/**
 * Stores an answer of the bank about an account and settles what it changes, in the caller's transaction. An account that
 * was relinked under another id meanwhile is left as it is.
 *
 * @param readAt wall clock just before the bank was asked
 */
export async function recordAccount(
  tx: Tx,
  accountId: string,
  account: BankAccount,
  readAt: Date,
  now: Date,
): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM account a JOIN bank_account_ref r ON r.account_id = a.id
    WHERE a.id = ${accountId}::uuid AND r.bank_ref = ${account.ref} AND r.replaced_at IS NULL
    FOR NO KEY UPDATE OF a`;
  if (held.length === 0) return;
  await storeBankAccount(tx, accountId, account, readAt, now);
  await settleAccount(tx, accountId, nothingTouched, now);
}
