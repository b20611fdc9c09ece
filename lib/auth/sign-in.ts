import { isAPIError } from 'better-auth/api';
import type { z } from 'zod';
import { type Asker, libraryHeaders } from './asker.ts';
import type { signInInput } from './input.ts';
import { cookiesOf, type DoorCookie, library } from './library.ts';
import { limits } from './limits.ts';
import { beginAttempt, clearAttempts, countHit, pauseLeft } from './throttle.ts';

/** `waitMs`: until the next try is worth it. */
export type SignedIn =
  | { ok: true; cookies: DoorCookie[] }
  | { ok: false; code: 'no-match' }
  | { ok: false; code: 'paused' | 'too-many'; waitMs: number };

/**
 * Signs a person in by e-mail and password. An unknown e-mail, a wrong password and an account without a password get
 * the same answer after the same work; the fifth failure in a row pauses the account, known or not.
 */
export async function signIn(
  input: Pick<z.output<typeof signInInput>, 'email' | 'password'>,
  asker: Asker,
  wallNow: Date,
): Promise<SignedIn> {
  const from = await countHit(limits.signInFrom, asker.addressKey, wallNow);
  if (!from.ok) return { ok: false, code: 'too-many', waitMs: from.waitMs };
  const attempt = await beginAttempt(input.email, wallNow);
  if (!attempt.ok) return { ok: false, code: 'paused', waitMs: attempt.waitMs };
  const cookies = await tryPassword(input, asker);
  if (cookies) {
    await clearAttempts(input.email);
    return { ok: true, cookies };
  }
  const waitMs = await pauseLeft(input.email, wallNow);
  return waitMs === null ? { ok: false, code: 'no-match' } : { ok: false, code: 'paused', waitMs };
}

async function tryPassword(input: { email: string; password: string }, asker: Asker): Promise<DoorCookie[] | null> {
  try {
    const { headers } = await library().api.signInEmail({
      body: { email: input.email, password: input.password },
      headers: libraryHeaders(asker),
      returnHeaders: true,
    });
    return cookiesOf(headers);
  } catch (error) {
    if (isAPIError(error) && (error.statusCode === 401 || error.statusCode === 400)) return null;
    throw error;
  }
}
