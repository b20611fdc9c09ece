'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { defineForm } from '#app/_shared/action.ts';
import { setDoorCookies, setSightCookies } from '#app/_shared/door-cookies.ts';
import { nothing, revokeSessionInput } from '#lib/auth/input.ts';
import { resumeSession } from '#lib/auth/kept-session.ts';
import { requestConfirmation, requestReset } from '#lib/auth/reset-password.ts';
import { revokeOtherSessions, revokeSession, signOut } from '#lib/auth/sessions.ts';
import { requestErasure } from '#lib/consent/request-erasure.ts';
import { NotAllowed } from '#lib/errors.ts';
import { saveName, saveSight, saveTimeZone } from '#lib/households/commands.ts';
import { eraseInput, nameInput, sightInput, timeZoneInput } from '#lib/households/input.ts';
import { ok } from '#lib/result.ts';

export const saveNameAction = defineForm(nameInput, async ({ viewer, input }) => {
  await saveName(viewer, input.name);
  refresh();
  return ok(null);
});

export const saveTimeZoneAction = defineForm(timeZoneInput, async ({ viewer, input }) => {
  const outcome = await saveTimeZone(viewer, input.timeZone);
  refresh();
  return outcome;
});

export const saveSightAction = defineForm(sightInput, async ({ viewer, input }) => {
  await saveSight(viewer, input);
  await setSightCookies(input);
  refresh();
  return ok(input);
});

export const resendConfirmationAction = defineForm(nothing, ({ viewer, visit, asker, wallNow }) => {
  if (viewer.isDemo) throw new NotAllowed('A demo has no mail.');
  if (visit.isEmailConfirmed) return Promise.resolve(ok(null));
  return requestConfirmation(viewer.email, asker, wallNow);
});

export const sendPasswordLinkAction = defineForm(nothing, ({ viewer, asker, wallNow }) => {
  if (viewer.isDemo) throw new NotAllowed('A demo has no password.');
  return requestReset(viewer.email, asker, wallNow);
});

/** Ends one session; when it is the one that asks, this device is signed out. */
export const revokeSessionAction = defineForm(revokeSessionInput, async ({ viewer, visit, asker, input }) => {
  if (input.sessionId === visit.sessionId) {
    await setDoorCookies(await signOut(asker));
    redirect('/sign-in?done=out');
  }
  const ended = await revokeSession(viewer, input.sessionId);
  refresh();
  return ok(ended);
});

export const revokeOtherSessionsAction = defineForm(nothing, async ({ viewer, visit }) => {
  const ended = await revokeOtherSessions(viewer, visit.sessionId);
  refresh();
  return ok(ended);
});

export const signOutAction = defineForm(nothing, async ({ asker }) => {
  await setDoorCookies(await signOut(asker));
  redirect('/sign-in?done=out');
});

export const eraseAction = defineForm(eraseInput, async ({ viewer, asker, now }) => {
  const receipt = await requestErasure(viewer, now);
  await setDoorCookies(await signOut(asker));
  redirect(`/erased/${receipt}`);
});

/** A demo is left by deleting it: nobody could ever come back to it. Who opened it from an account of theirs is back there. */
export const leaveDemoAction = defineForm(nothing, async ({ viewer, asker, now, wallNow }) => {
  if (!viewer.isDemo) throw new NotAllowed('This is no demo.');
  const receipt = await requestErasure(viewer, now);
  const back = await resumeSession(viewer.userId, asker, wallNow);
  if (back) {
    await setDoorCookies(back.cookies);
    await setSightCookies(back.visit);
    redirect('/overview');
  }
  await setDoorCookies(await signOut(asker));
  redirect(`/erased/${receipt}`);
});
