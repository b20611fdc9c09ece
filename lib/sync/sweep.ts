import {
  accountsToSweep,
  claimBankEvents,
  eventsOfNewAccounts,
  forgetStrayEvents,
  openLinkAttempts,
  unendedRefs,
} from '../db/system.ts';
import { transactFor } from '../db/transact.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { log } from '../log.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** From when on nobody waits for an event any more, in milliseconds. */
export const patience = {
  /** for the answer to a refresh that was asked for, and for the event of one that the bank began by itself */
  pendingMs: minuteMs,
  /** for the daily refresh: a day, and half of one more */
  staleMs: 36 * hourMs,
  /** before data is looked at again that stayed old, or whose answer is still not there */
  retryMs: hourMs,
  /** before an account that waits for its person is looked at again: whether it is awake is told by an event, once */
  asleepMs: 24 * hourMs,
  /** for a person to come back from the bank's dialog */
  dialogMs: 15 * minuteMs,
  /** for the job that ends the bank's reading under a replaced id: somewhat longer than the queue tries */
  endingMs: 2 * hourMs,
  /** before a bank that refused to end it is asked once more */
  refusedMs: 24 * hourMs,
  /** before an event is dropped whose account never became ours; the bank itself gives events for thirty days */
  strayMs: 30 * 24 * hourMs,
} as const;

const most = 500;

export type Swept = { accounts: number; dialogs: number; replaced: number; events: number };

/**
 * Finds what no event will finish: refreshes whose event was lost, accounts that are no longer fresh, runs whose worker
 * died, dialogs that nobody came back from, replaced ids under which the bank still reads, events that came before their
 * account. Promises the work for each; keys make it one job, however many sweeps find it. Drops events of accounts that never became ours.
 *
 * @param now product clock, for freshness
 * @param wallNow wall clock, for leases
 */
export async function sweep(now: Date, wallNow: Date): Promise<Swept> {
  const before = (ms: number) => new Date(now.getTime() - ms);
  const accounts = await accountsToSweep({
    patienceMs: patience.pendingMs,
    now,
    staleSince: before(patience.staleMs),
    triedSince: before(patience.retryMs),
    askedSince: before(patience.asleepMs),
    leaseBefore: wallNow,
    most,
  });
  for (const { householdId, accountId } of accounts) {
    const data = { householdId, accountId, cause: 'sweep' as const };
    await transactFor(householdId, async (tx) => {
      // First: whoever promises a job of the same key waits for this one, and this may wait for who holds the account.
      await tx.$executeRaw`UPDATE account SET swept_at = ${now}::timestamptz WHERE id = ${accountId}::uuid`;
      await enqueue(tx, { name: 'sync-account', data });
    });
  }
  const dialogs = await openLinkAttempts(before(patience.dialogMs), most);
  for (const { householdId, linkAttemptId } of dialogs) {
    const data = { householdId, linkAttemptId };
    await transactFor(householdId, (tx) => enqueue(tx, { name: 'finish-link', data }));
  }
  const replaced = await unendedRefs(before(patience.endingMs), before(patience.refusedMs), most);
  for (const { householdId, accountRef } of replaced) {
    const data = { householdId, accountRef };
    await transactFor(householdId, (tx) => enqueue(tx, { name: 'disconnect-replaced', data }));
  }
  const events = await claimEarlyEvents();
  await forgetStrayEvents(before(patience.strayMs));
  const swept = { accounts: accounts.length, dialogs: dialogs.length, replaced: replaced.length, events };
  if (Object.values(swept).some((count) => count > 0)) log().info(swept, 'swept');
  return swept;
}

async function claimEarlyEvents(): Promise<number> {
  const early = await eventsOfNewAccounts(most);
  for (const { eventId, accountRef, householdId } of early) {
    // Promised first: an event that is claimed and whose work was lost would be found by nobody.
    await transactFor(householdId, (tx) => enqueue(tx, { name: 'handle-bank-event', data: { eventId } }));
    await claimBankEvents(accountRef, householdId);
  }
  return early.length;
}
