import { type BankAccount, BankError, type Feature } from '../types.ts';
import { stripe } from './client.ts';
import { asking } from './errors.ts';
import { toAccount } from './translate.ts';

/** An account as the bank has it now. */
export async function readAccount(ref: string): Promise<BankAccount> {
  return toAccount(await asking('read the account', () => stripe().financialConnections.accounts.retrieve(ref)));
}

/**
 * Asks the bank to read these kinds of data again; their events tell when it has. A slot that is not open yet is no
 * error: the account comes back as it is. Throws "inactive" or "disconnected" where asking can never help.
 */
export async function requestRefresh(ref: string, wanted: Feature[]): Promise<BankAccount> {
  return aboutAccount(
    ref,
    async () => toAccount(await stripe().financialConnections.accounts.refresh(ref, { features: wanted })),
    (account) => account,
  );
}

/** Has the bank read this account's transactions every day from now on, beginning at once. */
export async function followTransactions(ref: string): Promise<BankAccount> {
  return aboutAccount(
    ref,
    async () => toAccount(await stripe().financialConnections.accounts.subscribe(ref, { features: ['transactions'] })),
    (account) => (account.subscribedToTransactions ? account : null),
  );
}

/** Ends the bank's reading of this account for good. An account that is disconnected already, or unknown, is done. */
export async function disconnectAccount(ref: string): Promise<void> {
  try {
    await aboutAccount(ref, () => stripe().financialConnections.accounts.disconnect(ref));
  } catch (error) {
    const isDone = error instanceof BankError && (error.kind === 'not-found' || error.kind === 'disconnected');
    if (!isDone) throw error;
  }
}

/**
 * Runs a request about one account. Of a refusal the vendor documents no code for "disconnected" or "not yet", so the
 * account is asked what state it is in, and `asIs` says whether that state is good enough for the caller.
 */
export async function aboutAccount<T>(
  ref: string,
  request: () => Promise<T>,
  asIs: (account: BankAccount) => T | null = () => null,
): Promise<T> {
  try {
    return await asking('ask about the account', request);
  } catch (error) {
    if (!(error instanceof BankError) || error.kind !== 'refused') throw error;
    const account = await readAccount(ref);
    if (account.status === 'disconnected' || account.status === 'inactive') throw gone(error, account.status);
    const answer = asIs(account);
    if (answer === null) throw error;
    return answer;
  }
}

function gone(cause: BankError, kind: 'disconnected' | 'inactive'): BankError {
  return new BankError(kind, `the account is ${kind}`, { requestId: cause.requestId, cause });
}
