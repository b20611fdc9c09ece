import { readLinkSession } from '../bank/bank.ts';
import { BankError, type LinkSession } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';
import { log } from '../log.ts';
import {
  type Attempt,
  accountsOf,
  closeAttempt,
  type LinkedAccount,
  markLinked,
  readAttempt,
} from './attempt-store.ts';
import { holdLinks } from './hold.ts';
import { afterBank } from './link-attempt.ts';
import { storeLinked } from './store-linked.ts';

/** How an attempt ended. */
export type Conclusion =
  | { outcome: 'linked'; accounts: LinkedAccount[] }
  | { outcome: 'cancelled' }
  | { outcome: 'refused' };

/** Opens a transaction of the attempt's household, for a person or without one. */
export type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

type Moments = { now: Date; readAt: Date };

/**
 * Asks the bank how an attempt's dialog ended, and makes it so. `afterwards` runs in the same transaction when accounts
 * were stored now. Throws BankError when the bank could not say.
 */
export async function conclude(
  run: Run,
  attempt: Attempt,
  moments: Moments,
  afterwards: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<Conclusion> {
  if (attempt.state === 'linked') return run((tx) => linkedBefore(tx, attempt));
  if (attempt.state === 'failed') return { outcome: 'refused' };
  const session = await sessionOf(attempt);
  if (session === null || session.holderRef === null || session.holderRef !== attempt.holderRef) {
    log().warn({ attemptId: attempt.id }, 'a link was refused: its dialog belongs to another holder');
    await run((tx) => closeAttempt(tx, attempt.id, 'failed', moments.now));
    return { outcome: 'refused' };
  }
  if (afterBank(attempt.state, session.accounts.length) === 'cancelled') {
    await run((tx) => closeAttempt(tx, attempt.id, 'cancelled', moments.now));
    return { outcome: 'cancelled' };
  }
  return run(async (tx) => {
    await holdLinks(tx);
    const current = await readAttempt(tx, attempt.id);
    if (current === null) return { outcome: 'refused' };
    if (current.state === 'linked') return linkedBefore(tx, current);
    const accounts = await storeLinked(tx, attempt, session, moments);
    await markLinked(
      tx,
      attempt.id,
      session,
      accounts.map(({ id }) => id),
      moments.now,
    );
    await afterwards(tx);
    return { outcome: 'linked', accounts };
  });
}

/** The session behind an attempt; null when the bank knows none such. */
async function sessionOf(attempt: Attempt): Promise<LinkSession | null> {
  try {
    return await readLinkSession(attempt.sessionRef);
  } catch (error) {
    if (error instanceof BankError && error.kind === 'not-found') return null;
    throw error;
  }
}

async function linkedBefore(tx: Tx, attempt: Attempt): Promise<Conclusion> {
  return { outcome: 'linked', accounts: await accountsOf(tx, attempt) };
}
