import type { z } from 'zod';
import type { Asker } from '#lib/auth/asker.ts';
import type { signUpInput } from '#lib/auth/input.ts';
import type { DoorCookie } from '#lib/auth/library.ts';
import { limits } from '#lib/auth/limits.ts';
import { hashPassword } from '#lib/auth/passwords.ts';
import { openSession } from '#lib/auth/sessions.ts';
import { signIn } from '#lib/auth/sign-in.ts';
import { countHit } from '#lib/auth/throttle.ts';
import { database } from '#lib/db/client.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { createPerson } from './create-person.ts';
import { defaultTimeZone, parseTimeZone } from './time-zone.ts';

export type SignedUp =
  | { ok: true; cookies: DoorCookie[]; isNew: boolean }
  | { ok: false; code: 'taken' }
  | { ok: false; code: 'too-many'; waitMs: number };

/**
 * Makes an account and a household, promises the letter that confirms the address, and opens a session. Somebody who has
 * an account and types its password is signed in to it. That an address is taken cannot be hidden here, because a new
 * person is let in at once; so it may be asked only a few times an hour from one address, and the owner is told by mail.
 */
export async function signUp(
  input: z.output<typeof signUpInput>,
  asker: Asker,
  now: Date,
  wallNow: Date,
): Promise<SignedUp> {
  const from = await countHit(limits.signUpFrom, asker.addressKey, wallNow);
  if (!from.ok) return { ok: false, code: 'too-many', waitMs: from.waitMs };
  const person = {
    name: input.name,
    email: input.email,
    passwordHash: await hashPassword(input.password),
    timeZone: parseTimeZone(input.timeZone) ?? defaultTimeZone,
    isDemo: false,
  };
  const made = await createPerson(person, now, wallNow, (tx) =>
    enqueue(tx, { name: 'send-mail', data: { to: input.email, template: 'confirm-email' } }),
  );
  if (!made.ok) return alreadyHere(input, asker, wallNow);
  return { ok: true, cookies: await openSession(made.value.userId, asker), isNew: true };
}

async function alreadyHere(input: { email: string; password: string }, asker: Asker, wallNow: Date): Promise<SignedUp> {
  const from = await countHit(limits.takenFrom, asker.addressKey, wallNow);
  if (!from.ok) return { ok: false, code: 'too-many', waitMs: from.waitMs };
  const signedIn = await signIn(input, asker, wallNow);
  if (signedIn.ok) return { ok: true, cookies: signedIn.cookies, isNew: false };
  const told = await countHit(limits.mailTo, input.email, wallNow);
  if (told.ok) {
    await database().$transaction((tx) =>
      enqueue(tx, { name: 'send-mail', data: { to: input.email, template: 'already-here' } }),
    );
  }
  return { ok: false, code: 'taken' };
}
