import { storeBankAccount } from '../accounts/store-bank-account.ts';
import { followTransactions, readAccount, walkTransactions } from '../bank/bank.ts';
import { type BankAccount, BankError, type BankTransaction } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { type Tx, transactFor } from '../db/transact.ts';
import { env } from '../env.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { JobData } from '../jobs/jobs.ts';
import { isTriedAgain, longestJobMs } from '../jobs/queue.ts';
import { holdWithCandidates } from '../linking/hold.ts';
import { settleRelink } from '../linking/settle-relink.ts';
import { log } from '../log.ts';
import { recordAccount } from '../proof/record-account.ts';
import { settleAccount } from '../proof/settle-account.ts';
import { isBalanceDue } from './balance-due.ts';
import { closeRun, failRun, holdLease, openRun, type Run, RunLost, runError, withdrawRun } from './run.ts';
import { nothingStored, type Stored, storeNewRows, storeRows, type Target } from './store-changes.ts';

/**
 * done: its rows are stored; waiting: the bank has not read yet; busy: another run holds the account, and one more follows
 * it; failed: see the run; gone: there is nothing to read.
 */
export type Synced = 'done' | 'waiting' | 'busy' | 'failed' | 'gone';

/** The account is still held by a run, perhaps by the one that this job began and a crash cut off; the job tries again. */
export class AccountBusy extends Error {
  override name = 'AccountBusy';
}

/** What was read of the bank, and when it was asked (wall clock). */
type Reading = { readonly account: BankAccount; readonly readAt: Date };

/**
 * How many rows are planned and written as one set, and with how many at most a transaction is not yet begun. Larger sets
 * are hardly faster, and cost memory twice: Prisma remembers the last hundred statements with all that was sent.
 */
export const batchRows = 2_000;

/**
 * Syncs one account: opens a run, reads the account and walks its changes after the cursor, and commits rows, cursor,
 * balance, day sums, verdicts and the closed run in one transaction. A crash at any line means that the same rows are read
 * again and change nothing. Safe to repeat and to run twice at once: the second finds the account busy, and the first has
 * another follow it. So behind every run there is a job that sees it through: a repeated one (`attempt` counts from 1)
 * neither relies on another nor asks for one.
 *
 * Throws what the job should try again for: AccountBusy, a bank that is down or in a hurry, and our own failures.
 */
export async function syncAccount(job: JobData<'sync-account'>, now: Date, attempt: number): Promise<Synced> {
  const opened = await openRun(job, now, attempt);
  if (opened.kind === 'gone') return 'gone';
  if (opened.kind === 'busy') {
    if (attempt > 1) throw new AccountBusy('another run holds the account');
    return 'busy';
  }
  const { run } = opened;
  const stored = nothingStored();
  const lease = holdLease(run, stored);
  let reading: Reading | null = null;
  try {
    const readAt = wallNow();
    reading = { account: await readAccount(run.bankRef), readAt };
    if (job.cause === 'sweep') reading = await followed(reading);
    const synced = await storeReading(run, reading, stored, now);
    await lease.stop();
    return synced;
  } catch (error) {
    await lease.stop();
    return await fail(run, reading, error, now, attempt);
  }
}

/** Has the bank read the account daily, where linking could not make it so. */
async function followed({ account, readAt }: Reading): Promise<Reading> {
  const mayFollow = account.status === 'active' && account.permissions.includes('transactions');
  if (!mayFollow || account.subscribedToTransactions) return { account, readAt };
  return { account: await followTransactions(account.ref), readAt };
}

async function storeReading(run: Run, reading: Reading, stored: Stored, now: Date): Promise<Synced> {
  const { account } = reading;
  const { state, refreshRef } = account.reads.transactions;
  const mayRead = account.permissions.includes('transactions') && account.status !== 'disconnected';
  if (mayRead && state === 'succeeded' && refreshRef !== null) {
    const pages = refreshRef === run.cursor ? noPages() : walkTransactions(run.bankRef, run.cursor);
    const walk = batches(pages);
    // What fits into one batch is fetched before a transaction is begun: none stays open while the bank is asked.
    const first = await walk.next();
    const options = first.done ? {} : { timeoutMs: longestJobMs - (wallNow().getTime() - reading.readAt.getTime()) };
    await transactFor(run.householdId, (tx) => commit(tx, run, reading, stored, { first, walk }, now), options);
    return 'done';
  }
  const isWaiting = mayRead && (state === 'pending' || state === 'never');
  await transactFor(run.householdId, async (tx) => {
    await holdAccount(tx, run);
    await recordAccount(tx, run.accountId, account, reading.readAt, now);
    const { attemptedAt: askedAt } = account.reads.transactions;
    const ending = { now, isTriedAgain: false };
    if (isWaiting) await withdrawRun(tx, run, ending);
    else if (mayRead) {
      const errorCode = account.status === 'inactive' ? 'inactive' : 'refresh_failed';
      await failRun(tx, run, { ...ending, errorCode, askedAt });
    } else if (account.status === 'disconnected') {
      await failRun(tx, run, { ...ending, errorCode: 'disconnected', askedAt: null });
    } else {
      await settleRelink(tx, run.accountId, now);
      await closeRun(tx, run, stored, { cursorTo: run.cursor, askedAt: null, now });
    }
    await promiseOwners(tx, run, account);
    await promiseBalance(tx, run, account, now);
  });
  return isWaiting ? 'waiting' : mayRead || account.status === 'disconnected' ? 'failed' : 'done';
}

async function* noPages(): AsyncGenerator<BankTransaction[]> {}

type Batch = BankTransaction[];
type Fetched = { readonly first: IteratorResult<Batch, Batch>; readonly walk: AsyncGenerator<Batch, Batch> };

/** Pages as batches of thousands; the last one, perhaps empty, is what the generator returns. */
async function* batches(pages: AsyncGenerator<BankTransaction[]>): AsyncGenerator<Batch, Batch> {
  let batch: Batch = [];
  for await (const page of pages) {
    batch.push(...page);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  return batch;
}

/** Rows, cursor, balance, what is derived of them, and the closed run: all or nothing. */
async function commit(tx: Tx, run: Run, reading: Reading, stored: Stored, fetched: Fetched, now: Date): Promise<void> {
  const { account, readAt } = reading;
  const { refreshRef: cursorTo, attemptedAt } = account.reads.transactions;
  const target = { accountId: run.accountId, runId: run.id, zone: run.zone };
  const rest = await storeAhead(tx, target, stored, fetched);
  await holdAccount(tx, run);
  const { hasNewCurrency } = await storeBankAccount(tx, run.accountId, account, readAt, now);
  for (let at = 0; at < rest.length; at += batchRows)
    await storeRows(tx, target, rest.slice(at, at + batchRows), stored);
  await tx.bankAccountRef.update({ where: { bankRef: run.bankRef }, data: { cursor: cursorTo } });
  await tx.$executeRaw`
    UPDATE account_freshness SET stored_attempt_at = greatest(stored_attempt_at, ${attemptedAt}::timestamptz)
    WHERE account_id = ${run.accountId}::uuid AND feature = 'transactions'`;
  await closeRun(tx, run, stored, { cursorTo, askedAt: attemptedAt, now });
  const relinked = await settleRelink(tx, run.accountId, now);
  if (relinked.kind === 'continued') {
    await promiseBalance(tx, { ...run, accountId: relinked.accountId }, account, now);
    return;
  }
  await settleAccount(tx, run.accountId, hasNewCurrency ? 'everything' : stored.touched, now);
  await promiseOwners(tx, run, account);
  await promiseBalance(tx, run, account, now);
}

/**
 * Writes what is new of each full batch while the next one is fetched. The account is not held meanwhile, or whoever changes
 * it would wait for the bank: new rows of ours nobody sees or waits for. Returns what is left to write once it is held.
 */
async function storeAhead(tx: Tx, target: Target, stored: Stored, { first, walk }: Fetched): Promise<Batch> {
  const rest: Batch = [];
  let batch = first;
  while (!batch.done) {
    stored.fetched += batch.value.length;
    const next = walk.next();
    // Awaited below; if storing fails first, its failure is nobody's.
    next.catch(() => undefined);
    rest.push(...(await storeNewRows(tx, target, batch.value, stored)));
    batch = await next;
  }
  stored.fetched += batch.value.length;
  return [...rest, ...batch.value];
}

/** Makes sure that the account is still this run's to write, and that nobody else writes it before the transaction ends. */
async function holdAccount(tx: Tx, run: Run): Promise<void> {
  await holdWithCandidates(tx, run.accountId);
  const [held] = await tx.$queryRaw<{ cursor: string | null }[]>`
    SELECT r.cursor FROM account a JOIN bank_account_ref r ON r.account_id = a.id
    WHERE a.id = ${run.accountId}::uuid AND r.bank_ref = ${run.bankRef} AND r.replaced_at IS NULL
    FOR NO KEY UPDATE OF a`;
  if (!held) throw new RunLost('the account is linked otherwise by now');
  if (held.cursor !== run.cursor) throw new RunLost('the cursor was moved');
}

/** Owners that the bank has read and we have not: their own event may have been lost, and no other one tells of them. */
async function promiseOwners(tx: Tx, { householdId, accountId }: Run, account: BankAccount): Promise<void> {
  const { ownershipRef } = account;
  if (ownershipRef === null || !account.permissions.includes('ownership') || account.status === 'disconnected') return;
  const stored = { accountId, feature: 'ownership', storedRef: ownershipRef };
  if ((await tx.accountFreshness.count({ where: stored })) > 0) return;
  await enqueue(tx, { name: 'read-owners', data: { householdId, accountId } });
}

/** The other half of a sync: once the rows are stored, or where none may be read, the bank is asked for a balance. */
async function promiseBalance(tx: Tx, run: Run, account: BankAccount, now: Date): Promise<void> {
  const { status, permissions, reads } = account;
  const mayRead = permissions.includes('transactions');
  if (mayRead && reads.transactions.state !== 'succeeded') return;
  const storedAttemptAt = mayRead ? reads.transactions.attemptedAt : null;
  const facts = { status, permissions, balance: reads.balance, storedAttemptAt };
  if (!isBalanceDue(facts, env().BALANCE_EVERY_HOURS, now)) return;
  const { householdId, accountId } = run;
  await enqueue(tx, { name: 'request-balance', data: { householdId, accountId } });
}

/**
 * Closes a run that failed, so that its log says why, and throws again what trying later may mend. What the bank said of the
 * account before is kept, unless the account is another one's by now.
 */
async function fail(run: Run, reading: Reading | null, error: unknown, now: Date, attempt: number): Promise<Synced> {
  const bankError = error instanceof BankError ? error : null;
  const isPassing = !bankError || bankError.kind === 'unavailable' || bankError.kind === 'rate-limited';
  const again = { isTriedAgain: isPassing && isTriedAgain(attempt) };
  if (bankError) log().warn({ kind: bankError.kind, requestId: bankError.requestId, runId: run.id }, 'a sync failed');
  await transactFor(run.householdId, async (tx) => {
    if (bankError && reading) await recordAccount(tx, run.accountId, reading.account, reading.readAt, now);
    if (bankError?.kind === 'no-data-yet' || error instanceof RunLost) await withdrawRun(tx, run, again);
    else {
      const errorCode = bankError ? runError(bankError.kind) : 'crashed';
      await failRun(tx, run, { errorCode, now, askedAt: null, ...again });
    }
  });
  if (isPassing) throw error;
  return bankError.kind === 'no-data-yet' ? 'waiting' : 'failed';
}
