import { disconnectAccount } from '../bank/bank.ts';
import { BankError } from '../bank/types.ts';
import { transactFor } from '../db/transact.ts';
import type { JobData } from '../jobs/jobs.ts';
import { log } from '../log.ts';

/**
 * Ends the bank's reading under an id that another has replaced: it would be read and paid for twice, by a consent that no
 * page shows. An id that is gone, or current, is left alone. Safe to repeat. Throws when the bank is down, to be tried again.
 */
export async function disconnectReplaced({ householdId, accountRef }: JobData<'disconnect-replaced'>): Promise<void> {
  const isReplaced = await transactFor(householdId, (tx) =>
    tx.bankAccountRef.count({ where: { bankRef: accountRef, replacedAt: { not: null } } }),
  );
  if (!isReplaced) return;
  try {
    await disconnectAccount(accountRef);
  } catch (error) {
    if (!(error instanceof BankError) || error.kind === 'unavailable' || error.kind === 'rate-limited') throw error;
    log().warn({ kind: error.kind, requestId: error.requestId }, 'a replaced account could not be disconnected');
  }
}
