import { readAccount } from '../bank/bank.ts';
import { wallNow } from '../clock.ts';
import { transactFor } from '../db/transact.ts';
import type { JobData } from '../jobs/jobs.ts';
import { recordAccount } from '../proof/record-account.ts';
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
