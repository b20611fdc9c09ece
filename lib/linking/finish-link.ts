import { assertMayEdit } from '../auth/viewer.ts';
import { BankError } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { isId } from '../ids.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { log } from '../log.ts';
import { failed, ok, type Result } from '../result.ts';
import { readAttempt } from './attempt-store.ts';
import { type Conclusion, conclude } from './conclude.ts';

export type FinishedLink = Exclude<Conclusion, { outcome: 'refused' }>;

/**
 * Ends an attempt of this person by asking the bank how its dialog ended; nothing that the browser says of it is used.
 * Linked: accounts, their facts and their first sync are stored or promised, in one transaction. Cancelled: the attempt is
 * closed and nothing else was made. May be called twice, and at the same moment as the bank's own event. Throws NotFound
 * for an attempt that is not this person's. "bank-unavailable": the attempt stays open, and the bank's event or another
 * try finishes it; "refused": the dialog was not this person's, or the bank knows nothing of it.
 */
export async function finishLink(
  viewer: Viewer,
  attemptId: string,
  now: Date,
): Promise<Result<FinishedLink, 'bank-unavailable' | 'refused'>> {
  assertMayEdit(viewer);
  if (!isId(attemptId)) throw new NotFound('no such attempt');
  const attempt = await transact(viewer, (tx) => readAttempt(tx, attemptId));
  if (!attempt || attempt.userId !== viewer.userId) {
    log().warn({ attemptId, householdId: viewer.householdId }, 'somebody tried to finish a link that is not theirs');
    throw new NotFound('no such attempt');
  }
  try {
    const conclusion = await conclude(
      (work) => transact(viewer, work),
      attempt,
      { now, readAt: wallNow() },
      (tx) =>
        // Following the accounts at the bank takes a call for each: work that may be tried again, and not while a person waits.
        enqueue(tx, { name: 'finish-link', data: { householdId: viewer.householdId, linkAttemptId: attempt.id } }),
    );
    return conclusion.outcome === 'refused' ? failed('refused') : ok(conclusion);
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    log().warn({ attemptId, kind: error.kind, requestId: error.requestId }, 'a link could not be finished');
    return failed(error.kind === 'unavailable' || error.kind === 'rate-limited' ? 'bank-unavailable' : 'refused');
  }
}
