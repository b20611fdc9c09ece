import { bankDialogSettings } from '../bank/bank.ts';
import type { Viewer } from '../db/viewer.ts';
import { env } from '../env.ts';
import { createDemoUser } from '../households/demo-user.ts';
import { finishLink } from '../linking/finish-link.ts';
import { startLink } from '../linking/start-link.ts';
import { log } from '../log.ts';
import { failed, ok, type Result } from '../result.ts';

/** How long whoever plays the person's part may take, in milliseconds. */
const patienceMs = 10_000;

/** Whether a demo is offered here: a capability given by configuration. */
export function isDemoOffered(): boolean {
  return env().DEMO_BANK_URL !== null;
}

/**
 * Makes a private demo household and links it. Only the person's part in the bank's dialog is played, by the address that
 * DEMO_BANK_URL names; holder, session, finishing and all that follows take the ordinary path. "not-offered": no such
 * address is configured; "bank-unavailable": the household stays empty, and is cleared away with the other demos.
 */
export async function startDemo(input: {
  now: Date;
  wallNow: Date;
  timeZone?: string;
}): Promise<Result<{ userId: string; accountIds: string[] }, 'not-offered' | 'bank-unavailable'>> {
  const address = env().DEMO_BANK_URL;
  if (address === null) return failed('not-offered');
  const viewer = await createDemoUser(input);
  const attemptId = await playDialog(viewer, address, input.now);
  if (attemptId === null) return failed('bank-unavailable');
  const finished = await finishLink(viewer, attemptId, input.now);
  if (!finished.ok || finished.value.outcome !== 'linked') return failed('bank-unavailable');
  return ok({ userId: viewer.userId, accountIds: finished.value.accounts.map(({ id }) => id) });
}

async function playDialog(viewer: Viewer, address: string, now: Date): Promise<string | null> {
  const started = await startLink(viewer, { purpose: 'link', permissions: ['ownership'] }, now);
  if (!started.ok) return null;
  const { clientSecret, attemptId } = started.value;
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ publishable_key: bankDialogSettings().publishableKey, client_secret: clientSecret }),
      signal: AbortSignal.timeout(patienceMs),
    });
    if (response.ok) return attemptId;
    log().warn({ status: response.status }, 'the demo bank refused to play the dialog');
  } catch (error) {
    log().warn({ err: error }, 'the demo bank could not be reached');
  }
  return null;
}
