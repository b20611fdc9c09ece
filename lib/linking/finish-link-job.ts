import { followTransactions, readLinkSession } from '../bank/bank.ts';
import { BankError } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { claimBankEvents } from '../db/system.ts';
import { transactFor } from '../db/transact.ts';
import type { JobData } from '../jobs/jobs.ts';
import { log } from '../log.ts';
import { readAttempt } from './attempt-store.ts';
import { conclude } from './conclude.ts';

/**
 * Finishes a link without its person: because the bank says that there are accounts (the tab was closed), or to follow the
 * accounts at the bank once they are stored, so that it reads their transactions every day. Does what is still to be done,
 * whatever was done before. Throws when the bank is down, to be tried again.
 */
export async function finishLinkJob({ householdId, linkAttemptId }: JobData<'finish-link'>, now: Date): Promise<void> {
  const attempt = await transactFor(householdId, (tx) => readAttempt(tx, linkAttemptId));
  if (!attempt) return;
  const { outcome } = await conclude((work) => transactFor(householdId, work), attempt, { now, readAt: wallNow() });
  if (outcome === 'linked') await followAccounts(householdId, attempt.sessionRef);
}

async function followAccounts(householdId: string, sessionRef: string): Promise<void> {
  const { accounts } = await readLinkSession(sessionRef);
  for (const account of accounts) {
    await claimBankEvents(account.ref, householdId);
    const mayFollow = account.status === 'active' && account.permissions.includes('transactions');
    if (!mayFollow || account.subscribedToTransactions) continue;
    try {
      await followTransactions(account.ref);
    } catch (error) {
      // One account that cannot be followed keeps no other from it; the sweep reads it all the same.
      if (!(error instanceof BankError) || error.kind === 'unavailable' || error.kind === 'rate-limited') throw error;
      log().warn({ kind: error.kind, requestId: error.requestId }, 'an account could not be followed');
    }
  }
}
