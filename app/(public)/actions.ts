'use server';

import { redirect } from 'next/navigation';
import { definePublicForm } from '#app/_shared/action.ts';
import { setDoorCookies, setSightCookies } from '#app/_shared/door-cookies.ts';
import { type Asker, withCookies } from '#lib/auth/asker.ts';
import { confirmEmail } from '#lib/auth/confirm-email.ts';
import {
  confirmEmailInput,
  forgotPasswordInput,
  nothing,
  passwordIsEmail,
  resetPasswordInput,
  signInInput,
  signUpInput,
} from '#lib/auth/input.ts';
import { endKeptSession, keepSession } from '#lib/auth/kept-session.ts';
import type { DoorCookie } from '#lib/auth/library.ts';
import { limits } from '#lib/auth/limits.ts';
import { localPath } from '#lib/auth/local-path.ts';
import { requestReset, resetPassword } from '#lib/auth/reset-password.ts';
import { openSession } from '#lib/auth/sessions.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { countHit } from '#lib/auth/throttle.ts';
import { findVisit } from '#lib/auth/viewer.ts';
import { now } from '#lib/clock.ts';
import { startDemo } from '#lib/demo/start-demo.ts';
import { env } from '#lib/env.ts';
import { signUp } from '#lib/households/sign-up.ts';
import { log } from '#lib/log.ts';

export const signInAction = definePublicForm(signInInput, async ({ input, asker, wallNow }) => {
  const outcome = await signIn(input, asker, wallNow);
  if (!outcome.ok) return outcome;
  await letIn(outcome.cookies, asker, wallNow);
  redirect(localPath(input.next));
});

export const signUpAction = definePublicForm(signUpInput, async ({ input, asker, wallNow }) => {
  const outcome = await signUp(input, asker, await now(), wallNow);
  if (!outcome.ok) return outcome;
  await letIn(outcome.cookies, asker, wallNow);
  redirect(localPath(input.next));
});

/**
 * Sets the session's cookie, and copies how the person wants to see the app to this device. What was kept here for the time
 * of a demo ends: whoever signs in has come back by themselves.
 */
async function letIn(doorCookies: readonly DoorCookie[], asker: Asker, wallNow: Date): Promise<void> {
  await setDoorCookies([...(await endKeptSession(asker)), ...doorCookies]);
  const visit = await findVisit(withCookies(asker, doorCookies), wallNow);
  if (visit) await setSightCookies(visit);
}

export const forgotPasswordAction = definePublicForm(forgotPasswordInput, ({ input, asker, wallNow }) =>
  requestReset(input.email, asker, wallNow),
);

export const resetPasswordAction = definePublicForm(resetPasswordInput, async ({ input, asker, wallNow }) => {
  const outcome = await resetPassword(input, asker, wallNow);
  if (outcome.ok) redirect('/sign-in?done=password');
  if (outcome.code === 'password-is-email')
    return { ok: false, code: 'invalid', fields: { password: passwordIsEmail } };
  return outcome;
});

export const confirmEmailAction = definePublicForm(confirmEmailInput, ({ input, asker, wallNow }) =>
  confirmEmail(input.token, asker, wallNow),
);

/**
 * A demo household of the visitor's own, linked by the ordinary path; there only where DEMO_BANK_URL is set. Who is signed
 * in comes back to where they are by leaving it.
 */
export const tryDemoAction = definePublicForm(nothing, async ({ asker, wallNow }) => {
  if (env().DEMO_BANK_URL === null) return { ok: false, code: 'not-found' };
  const hit = await countHit(limits.demoFrom, asker.addressKey, wallNow);
  if (!hit.ok) return { ok: false, code: 'too-many', waitMs: hit.waitMs };
  const started = await startDemo({ now: await now(), wallNow });
  if (!started.ok) {
    log().warn({ code: started.code }, 'A demo could not be started');
    return { ok: false, code: 'demo-down' };
  }
  const { userId } = started.value;
  const visit = await findVisit(asker, wallNow);
  const kept = visit ? await keepSession(visit, userId, asker) : [];
  await setDoorCookies([...(await openSession(userId, asker)), ...kept]);
  redirect('/overview');
});
