import type { BankErrorKind } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { type Tx, transactFor } from '../db/transact.ts';
import { newId } from '../ids.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { JobData } from '../jobs/jobs.ts';
import { log } from '../log.ts';
import type { Stored } from './store-changes.ts';

/** Why a run failed, as its log tells it. refresh_failed: the bank could not read the account's rows at its own source. */
export type RunError =
  | 'unavailable'
  | 'rate_limited'
  | 'disconnected'
  | 'inactive'
  | 'refused'
  | 'refresh_failed'
  | 'crashed';

export function runError(kind: BankErrorKind): RunError {
  if (kind === 'rate-limited') return 'rate_limited';
  if (kind === 'unavailable' || kind === 'disconnected' || kind === 'inactive') return kind;
  return 'refused';
}

/** One run of a sync: while it holds its lease, nobody else runs this account. */
export type Run = {
  readonly id: string;
  readonly householdId: string;
  readonly accountId: string;
  /** the bank's id under which the account is read */
  readonly bankRef: string;
  readonly cursor: string | null;
  readonly zone: string;
};

/** busy: another run holds the account, and knows that one more is to follow; gone: there is nothing to read (any more). */
export type Opened = { kind: 'opened'; run: Run } | { kind: 'busy' } | { kind: 'gone' };

/** A lease's length and how often it is renewed, in milliseconds of the wall clock: a dead worker holds an account so long. */
export const leaseMs = 20_000;
const renewEveryMs = 5_000;

/** Another run has taken the account, or somebody moved its cursor: what was fetched is not written. */
export class RunLost extends Error {
  override name = 'RunLost';
}

/**
 * Opens a run, unless one holds the account. A run whose lease has ended is closed as crashed first, so that it can be seen.
 * A job's first `attempt` that finds the account busy asks the one who holds it for another run; one that is tried again is
 * itself that other run, and asks for none.
 */
export function openRun(job: JobData<'sync-account'>, now: Date, attempt: number): Promise<Opened> {
  const { householdId, accountId, cause } = job;
  return transactFor(householdId, async (tx): Promise<Opened> => {
    // One opener at a time.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`run of ${accountId}`}, 0))`;
    await tx.$executeRaw`
      UPDATE sync_run SET state = 'failed', error_code = 'crashed', finished_at = ${now}::timestamptz, lease_until = NULL
      WHERE account_id = ${accountId}::uuid AND state = 'running' AND lease_until < ${wallNow()}::timestamptz`;
    if ((await countRunning(tx, accountId, attempt)) > 0) return { kind: 'busy' };
    // Not before: whoever waited here for a run that was just being committed reads the cursor that it has left.
    const [account] = await tx.$queryRaw<{ bankRef: string; cursor: string | null; zone: string }[]>`
      SELECT r.bank_ref AS "bankRef", r.cursor, h.time_zone AS zone
      FROM account a JOIN household h ON h.id = a.household_id
      JOIN bank_account_ref r ON r.account_id = a.id AND r.replaced_at IS NULL
      WHERE a.id = ${accountId}::uuid AND a.status <> 'disconnected'
      ORDER BY r.linked_at DESC LIMIT 1`;
    if (!account) return { kind: 'gone' };
    const id = newId();
    const { cursor, bankRef } = account;
    const about = { id, householdId, accountId, cause, state: 'running', startedAt: now, cursorFrom: cursor };
    await tx.syncRun.create({ data: { ...about, leaseUntil: nextLease() } });
    return { kind: 'opened', run: { id, householdId, accountId, bankRef, cursor, zone: account.zone } };
  });
}

/** Whoever holds the account promises the next run when it ends: what is asked for now may have come too late for it. */
async function countRunning(tx: Tx, accountId: string, attempt: number): Promise<number> {
  const running = { accountId, state: 'running' };
  if (attempt > 1) return tx.syncRun.count({ where: running });
  const { count } = await tx.syncRun.updateMany({ where: running, data: { askedAgain: true } });
  return count;
}

/**
 * Renews a run's lease until `stop` is called, and shows meanwhile how far it has come. A process that dies renews nothing,
 * so its run can be seen to have crashed.
 */
export function holdLease(run: Run, stored: Stored): { stop(): Promise<void> } {
  let renewing: Promise<unknown> = Promise.resolve();
  const renew = () =>
    transactFor(run.householdId, (tx) =>
      tx.syncRun.updateMany({
        where: { id: run.id, state: 'running' },
        data: { leaseUntil: nextLease(), fetched: stored.fetched },
      }),
    ).catch((error) => log().warn({ err: error, runId: run.id }, 'a lease could not be renewed'));
  const timer = setInterval(() => {
    renewing = renewing.then(renew);
  }, renewEveryMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await renewing;
    },
  };
}

/** Closes a run as done, in the transaction of its rows. Throws RunLost when it holds its lease no more. */
export async function closeRun(
  tx: Tx,
  run: Run,
  stored: Stored,
  result: { cursorTo: string | null; askedAt: Date | null; now: Date },
): Promise<void> {
  const { fetched, added, changed, voided, oldestDay } = stored;
  const closed = await tx.$queryRaw<Ended[]>`
    UPDATE sync_run SET state = 'done', lease_until = NULL, finished_at = ${result.now}::timestamptz,
      asked_at = ${result.askedAt}::timestamptz, cursor_to = ${result.cursorTo}, fetched = ${fetched}, added = ${added},
      changed = ${changed}, voided = ${voided}, oldest_day = ${oldestDay}::date
    WHERE id = ${run.id}::uuid AND state = 'running' RETURNING asked_again AS "askedAgain"`;
  if (closed.length === 0) throw new RunLost('the run was taken for dead');
  await promiseNext(tx, run, closed);
}

/** Whether the job of a run that ends without its rows is tried again: then it is itself the sync that was asked for. */
export type Again = { readonly isTriedAgain: boolean };

/** Closes a run as failed, with when the bank was asked, where that is known. */
export async function failRun(
  tx: Tx,
  run: Run,
  { errorCode, now, askedAt, isTriedAgain }: { errorCode: RunError; now: Date; askedAt: Date | null } & Again,
): Promise<void> {
  const failed = await tx.syncRun.updateManyAndReturn({
    where: { id: run.id, state: 'running' },
    data: { state: 'failed', errorCode, finishedAt: now, leaseUntil: null, askedAt },
    select: { askedAgain: true },
  });
  if (!isTriedAgain) await promiseNext(tx, run, failed);
}

/** Takes a run back that has done nothing: the bank has not finished reading, and its event will start another. */
export async function withdrawRun(tx: Tx, run: Run, { isTriedAgain }: Again): Promise<void> {
  const withdrawn = await tx.$queryRaw<Ended[]>`
    DELETE FROM sync_run WHERE id = ${run.id}::uuid AND state = 'running' RETURNING asked_again AS "askedAgain"`;
  if (!isTriedAgain) await promiseNext(tx, run, withdrawn);
}

type Ended = { askedAgain: boolean };

/** Promises the sync that was asked for while this run held the account, in the transaction that ends it. */
async function promiseNext(tx: Tx, { householdId, accountId }: Run, ended: Ended[]): Promise<void> {
  if (!ended.some(({ askedAgain }) => askedAgain)) return;
  await enqueue(tx, { name: 'sync-account', data: { householdId, accountId, cause: 'event' } });
}

function nextLease(): Date {
  return new Date(wallNow().getTime() + leaseMs);
}
