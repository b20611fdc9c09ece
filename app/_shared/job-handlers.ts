import { postLetter } from '#lib/auth/post-letter.ts';
import { now, wallNow } from '#lib/clock.ts';
import { eraseHousehold } from '#lib/consent/erase-household.ts';
import { readOwners } from '#lib/consent/read-owners.ts';
import { sweepPeople } from '#lib/consent/sweep-people.ts';
import type { JobHandlers } from '#lib/jobs/worker.ts';
import { disconnectReplaced } from '#lib/linking/disconnect-replaced.ts';
import { finishLinkJob } from '#lib/linking/finish-link-job.ts';
import { handleBankEvent } from '#lib/sync/handle-bank-event.ts';
import { recordBalance } from '#lib/sync/record-balance.ts';
import { requestBalance } from '#lib/sync/request-balance.ts';
import { sweep } from '#lib/sync/sweep.ts';
import { syncAccount } from '#lib/sync/sync-account.ts';

/**
 * The door of promised work: what does each job. The product clock is read here, once for each, and passed down. What throws
 * is tried again by the queue.
 */
export const jobHandlers: JobHandlers = {
  'sync-account': async (data, { attempt }) => {
    await syncAccount(data, await now(), attempt);
  },
  'finish-link': async (data) => finishLinkJob(data, await now()),
  'disconnect-replaced': async (data) => disconnectReplaced(data, await now()),
  'read-owners': async (data) => readOwners(data, await now()),
  'request-balance': async (data) => requestBalance(data, await now()),
  'record-balance': async (data) => recordBalance(data, await now()),
  'handle-bank-event': async (data) => handleBankEvent(data, await now()),
  sweep: async () => {
    const at = await now();
    await sweep(at, wallNow());
    await sweepPeople(at, wallNow());
  },
  'send-mail': async (data) => {
    await postLetter(data, wallNow());
  },
  'erase-household': async ({ householdId }) => {
    const erased = await eraseHousehold(householdId, await now(), wallNow());
    if (erased === 'busy') throw new Error('A sync still writes this household; its erasure is tried again');
  },
};
