import { isAPIError } from 'better-auth/api';
import { database } from '#lib/db/client.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import type { Asker } from './asker.ts';
import { isEmailAsPassword } from './input.ts';
import { library } from './library.ts';
import { limits } from './limits.ts';
import { countHit } from './throttle.ts';

export type TooMany = { ok: false; code: 'too-many'; waitMs: number };

/**
 * Promises a letter with the way to a new password, if the address is known; nobody who asks can tell whether it is, by
 * the answer or by the time it takes. Works while the account is paused.
 */
export async function requestReset(
  email: string,
  asker: Asker,
  wallNow: Date,
): Promise<{ ok: true; value: null } | TooMany> {
  const from = await countHit(limits.mailFrom, asker.addressKey, wallNow);
  if (!from.ok) return { ok: false, code: 'too-many', waitMs: from.waitMs };
  // Over this limit nothing is sent and the answer stays the same: it would tell that somebody else asked.
  const to = await countHit(limits.mailTo, email, wallNow);
  if (to.ok) await promiseLetter(email, 'reset-password');
  return { ok: true, value: null };
}

/** Promises the letter that confirms an address once more, to the signed-in person's own address. */
export async function requestConfirmation(
  email: string,
  asker: Asker,
  wallNow: Date,
): Promise<{ ok: true; value: null } | TooMany> {
  for (const [limit, subject] of [
    [limits.mailFrom, asker.addressKey],
    [limits.mailTo, email],
  ] as const) {
    const hit = await countHit(limit, subject, wallNow);
    if (!hit.ok) return { ok: false, code: 'too-many', waitMs: hit.waitMs };
  }
  await promiseLetter(email, 'confirm-email');
  return { ok: true, value: null };
}

async function promiseLetter(to: string, template: 'reset-password' | 'confirm-email'): Promise<void> {
  await database().$transaction((tx) => enqueue(tx, { name: 'send-mail', data: { to, template } }));
}

/** Whether a mailed link can still set a password; looked at before the form is shown. */
export async function isResetOpen(token: string, wallNow: Date): Promise<boolean> {
  return (await holderOfToken(token, wallNow)) !== null;
}

/**
 * Sets a new password by a mailed link, once. All sessions end, the address counts as confirmed, and a pause is over.
 */
export async function resetPassword(
  input: { token: string; password: string },
  asker: Asker,
  wallNow: Date,
): Promise<{ ok: true; value: null } | { ok: false; code: 'invalid-link' | 'password-is-email' } | TooMany> {
  const from = await countHit(limits.linkFrom, asker.addressKey, wallNow);
  if (!from.ok) return { ok: false, code: 'too-many', waitMs: from.waitMs };
  const holder = await holderOfToken(input.token, wallNow);
  if (holder === null) return { ok: false, code: 'invalid-link' };
  if (isEmailAsPassword(input.password, holder.email)) return { ok: false, code: 'password-is-email' };
  try {
    await library().api.resetPassword({ body: { token: input.token, newPassword: input.password } });
  } catch (error) {
    // Somebody else was faster with the same link, or it ended in this very moment.
    if (isAPIError(error)) return { ok: false, code: 'invalid-link' };
    throw error;
  }
  return { ok: true, value: null };
}

async function holderOfToken(token: string, wallNow: Date): Promise<{ id: string; email: string } | null> {
  const { internalAdapter } = await library().$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  if (!found || found.expiresAt <= wallNow) return null;
  // Whoever has no password any more is about to be erased, and a new one would let them in again.
  return database().user.findFirst({
    where: { id: found.value, credentials: { some: {} } },
    select: { id: true, email: true },
  });
}
