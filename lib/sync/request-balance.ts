import { readAccount, requestRefresh } from '../bank/bank.ts';
import { type BankAccount, BankError } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { transactFor } from '../db/transact.ts';
import { env } from '../env.ts';
import type { JobData } from '../jobs/jobs.ts';
import { log } from '../log.ts';
import { recordAccount } from '../proof/record-account.ts';
import { isBalanceDue } from './balance-due.ts';
import { readCurrentAccount } from './current-account.ts';

/**
 * Asks the bank for a balance, if it is still due: a second request for the same rows would cost money and say nothing new.
 * The answer comes by its own event, or at once. Throws when the bank is down, to be tried again.
 */
export async function requestBalance(job: JobData<'request-balance'>, now: Date): Promise<void> {
  const current = await transactFor(job.householdId, (tx) => readCurrentAccount(tx, job.accountId));
  if (!current) return;
  const { status, permissions, reads, storedAttemptAt } = current;
  const facts = { status, permissions, balance: reads.balance, storedAttemptAt };
  if (!isBalanceDue(facts, env().BALANCE_EVERY_HOURS, now)) return;
  const readAt = wallNow();
  const account = await askBalance(current.bankRef);
  await transactFor(job.householdId, (tx) => recordAccount(tx, job.accountId, account, readAt, now));
}

/** Where asking cannot help (sign in again, disconnected, refused), what the bank says of the account is the answer. */
async function askBalance(bankRef: string): Promise<BankAccount> {
  try {
    return await requestRefresh(bankRef, ['balance']);
  } catch (error) {
    const isPassing = !(error instanceof BankError) || error.kind === 'unavailable' || error.kind === 'rate-limited';
    if (isPassing) throw error;
    log().warn({ kind: error.kind, requestId: error.requestId }, 'a balance could not be asked for');
    return readAccount(bankRef);
  }
}
