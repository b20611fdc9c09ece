import { createEmailVerificationToken } from 'better-auth/api';
import { unreachable } from '#lib/assert.ts';
import { database } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newSecret } from '#lib/ids.ts';
import {
  alreadyHereLetter,
  confirmEmailLetter,
  type Letter,
  passwordChangedLetter,
  resetPasswordLetter,
} from './letters.ts';
import { confirmLinkSeconds, library, resetLinkSeconds } from './library.ts';
import { sendLetter } from './mail.ts';

export type LetterKind = 'confirm-email' | 'reset-password' | 'password-changed' | 'already-here';

/** Addresses that nobody has: demo households are made with them. */
export const demoDomain = 'demo.invalid';

/**
 * Does the job `send-mail`: writes the letter and hands it over. The promise of a letter holds only the address: whether
 * somebody has it is looked up here, where nobody waits, so that a door does the same work for an unknown address as for
 * a known one; and the secret in a link is made here, so that it never lies in a queue.
 */
export async function postLetter(
  data: { to: string; template: LetterKind },
  wallNow: Date,
): Promise<'sent' | 'nobody'> {
  const user = await database().user.findUnique({ where: { email: data.to.toLowerCase() } });
  if (!user || user.email.endsWith(`@${demoDomain}`)) return 'nobody';
  if (data.template === 'confirm-email' && user.emailVerified) return 'nobody';
  await sendLetter({ name: user.name, email: user.email }, await write(data.template, user, wallNow));
  return 'sent';
}

async function write(
  kind: LetterKind,
  user: { id: string; name: string; email: string },
  wallNow: Date,
): Promise<Letter> {
  const base = env().PUBLIC_URL;
  switch (kind) {
    case 'confirm-email':
      return confirmEmailLetter(user.name, `${base}/confirm-email?token=${await newConfirmToken(user.email)}`);
    case 'reset-password':
      return resetPasswordLetter(user.name, `${base}/reset-password?token=${await newResetToken(user.id, wallNow)}`);
    case 'password-changed':
      return passwordChangedLetter(user.name, `${base}/forgot-password`);
    case 'already-here':
      return alreadyHereLetter(user.name, `${base}/sign-in`);
    default:
      return unreachable(kind);
  }
}

/** A signed statement that whoever holds it reads this address's mail; valid for three days. */
async function newConfirmToken(email: string): Promise<string> {
  const { secret } = await library().$context;
  return createEmailVerificationToken(secret, email, undefined, confirmLinkSeconds);
}

/** A secret that sets one new password within an hour. The table keeps only its digest. */
async function newResetToken(userId: string, wallNow: Date): Promise<string> {
  const { internalAdapter } = await library().$context;
  const token = newSecret(24);
  await internalAdapter.createVerificationValue({
    identifier: `reset-password:${token}`,
    value: userId,
    expiresAt: new Date(wallNow.getTime() + resetLinkSeconds * 1000),
  });
  return token;
}
