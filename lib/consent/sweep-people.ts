import { forgetEndedSessions } from '#lib/auth/sessions.ts';
import { forgetOldHits } from '#lib/auth/throttle.ts';
import { transactFor } from '#lib/db/transact.ts';
import { expiredDemoHouseholds } from '#lib/households/demo-user.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { unfinishedErasures } from './erasure.ts';
import { requestDemoErasure } from './request-erasure.ts';

/**
 * The sweep's part about people: promises anew every erasure that gave up, lets demos end whose time is over, and forgets
 * counts, sessions and mailed tokens that have run out.
 */
export async function sweepPeople(now: Date, wallNow: Date): Promise<void> {
  for (const householdId of await unfinishedErasures()) {
    await transactFor(householdId, (tx) => enqueue(tx, { name: 'erase-household', data: { householdId } }));
  }
  for (const householdId of await expiredDemoHouseholds(wallNow)) await requestDemoErasure(householdId, now);
  await forgetOldHits(wallNow);
  await forgetEndedSessions(wallNow);
}
