import { disconnectAccount } from '../bank/bank.ts';
import { BankError } from '../bank/types.ts';
import { transactFor } from '../db/transact.ts';
import type { JobData } from '../jobs/jobs.ts';
import { log } from '../log.ts';

type Replaced = JobData<'disconnect-replaced'>;

/**
 * Ends the bank's reading under an id that another has replaced: it would be read and paid for twice, by a consent that no
 * page shows. An id that is gone, or current, is left alone. Safe to repeat, and the sweep has it repeated until the bank has
 * confirmed the end; a bank that refuses is asked again after a while. Throws when the bank is down, to be tried again.
 */
export async function disconnectReplaced({ householdId, accountRef }: Replaced, now: Date): Promise<void> {
  const open = { bankRef: accountRef, replacedAt: { not: null }, endedAt: null };
  const isOpen = await transactFor(householdId, (tx) => tx.bankAccountRef.count({ where: open }));
  if (!isOpen) return;
  const data = (await isEnded(accountRef)) ? { endedAt: now } : { refusedAt: now };
  await transactFor(householdId, (tx) => tx.bankAccountRef.updateMany({ where: open, data }));
}

async function isEnded(accountRef: string): Promise<boolean> {
  try {
    await disconnectAccount(accountRef);
    return true;
  } catch (error) {
    if (!(error instanceof BankError) || error.kind === 'unavailable' || error.kind === 'rate-limited') throw error;
    log().warn({ kind: error.kind, requestId: error.requestId }, 'a replaced account could not be disconnected');
    return false;
  }
}
