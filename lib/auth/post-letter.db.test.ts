import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wallNow } from '#lib/clock.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { forgetEnv } from '#lib/env.ts';
import { confirmEmail } from './confirm-email.ts';
import { postLetter } from './post-letter.ts';
import { isResetOpen, requestReset, resetPassword } from './reset-password.ts';
import { signIn } from './sign-in.ts';
import { type MailServer, startMailServer } from './smtp-for-tests.ts';
import { email, later, newPerson, nobody, password } from './test-asker.ts';
import { findVisit } from './viewer.ts';

const db = testDatabase();
let mail: MailServer;

/** The link of the last letter, as a mail program shows it. */
function mailedToken(): string {
  const text = (mail.letters.at(-1) ?? '').replace(/=\r\n/g, '').replace(/=3D/g, '=');
  return /token=([\w.-]+)/.exec(text)?.[1] ?? '';
}

beforeAll(async () => {
  mail = await startMailServer();
  process.env.SMTP_URL = mail.url;
  forgetEnv();
});
afterAll(() => mail.stop());
beforeEach(async () => {
  await db.query('TRUNCATE "user", household, throttle, verification CASCADE');
  mail.letters.length = 0;
  mail.refuse(false);
});

describe('a new password by mail', () => {
  it('can be asked for by anybody with the same answer, and is sent only to somebody', async () => {
    await newPerson();
    await db.query(`DELETE FROM pgboss.job WHERE name = 'send-mail'`);
    const known = await requestReset(email, nobody, wallNow());
    const unknown = await requestReset('nobody@example.test', nobody, wallNow());
    expect(known).toEqual(unknown);
    const jobs = await db.query<{ data: { to: string; template: string } }>(
      `SELECT data FROM pgboss.job WHERE name = 'send-mail'`,
    );
    expect(jobs.map(({ data }) => data.template)).toEqual(['reset-password', 'reset-password']);
    expect(JSON.stringify(jobs)).not.toMatch(/token/);
    expect(await postLetter({ to: 'nobody@example.test', template: 'reset-password' }, wallNow())).toBe('nobody');
    expect(mail.letters).toHaveLength(0);
  });

  it('is not for somebody whose passwords are gone, as while their data is being erased', async () => {
    await newPerson();
    await postLetter({ to: email, template: 'reset-password' }, wallNow());
    const token = mailedToken();
    expect(await isResetOpen(token, wallNow())).toBe(true);
    await db.query('DELETE FROM credential');
    expect(await isResetOpen(token, wallNow())).toBe(false);
    const reset = await resetPassword({ token, password: 'an entirely new one' }, nobody, wallNow());
    expect(reset).toEqual({ ok: false, code: 'invalid-link' });
  });

  it('is the way back while the account is paused, ends all sessions, and works once', async () => {
    const old = await newPerson();
    for (let n = 0; n < 5; n += 1) await signIn({ email, password: 'wrong wrong wrong' }, nobody, wallNow());
    expect(await signIn({ email, password }, nobody, wallNow())).toMatchObject({ code: 'paused' });
    expect(await postLetter({ to: email, template: 'reset-password' }, wallNow())).toBe('sent');
    const token = mailedToken();
    expect(await isResetOpen(token, wallNow())).toBe(true);
    const next = 'a whole new password';
    expect(await resetPassword({ token, password: next }, nobody, wallNow())).toEqual({ ok: true, value: null });
    expect(await findVisit(old, wallNow())).toBeNull();
    expect((await signIn({ email, password: next }, nobody, wallNow())).ok).toBe(true);
    expect(await signIn({ email, password }, nobody, wallNow())).toMatchObject({ code: 'no-match' });
    expect(await isResetOpen(token, wallNow())).toBe(false);
    expect(await resetPassword({ token, password: 'and yet another one' }, nobody, wallNow())).toMatchObject({
      code: 'invalid-link',
    });
    expect(await db.query('SELECT 1 FROM "user" WHERE email_verified')).toHaveLength(1);
  });

  it('is set by one of two who use the same link at once', async () => {
    await newPerson();
    await postLetter({ to: email, template: 'reset-password' }, wallNow());
    const token = mailedToken();
    const both = await Promise.all(
      ['first new password', 'second new password'].map((one) =>
        resetPassword({ token, password: one }, nobody, wallNow()),
      ),
    );
    expect(both.filter((outcome) => outcome.ok)).toHaveLength(1);
  });

  it('comes too late after an hour, is never the e-mail address, and its secret lies in no table', async () => {
    await newPerson();
    await postLetter({ to: email, template: 'reset-password' }, wallNow());
    const token = mailedToken();
    expect(await resetPassword({ token, password: email }, nobody, wallNow())).toMatchObject({
      code: 'password-is-email',
    });
    expect(await resetPassword({ token, password }, nobody, later(3_601_000))).toMatchObject({ code: 'invalid-link' });
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(JSON.stringify(await db.query('SELECT * FROM verification'))).not.toContain(token);
    expect(await isResetOpen(token, wallNow())).toBe(true);
  });
});

describe('a letter', () => {
  it('confirms the address it was sent to, and nothing else does', async () => {
    const asker = await newPerson();
    expect((await findVisit(asker, wallNow()))?.isEmailConfirmed).toBe(false);
    await postLetter({ to: email, template: 'confirm-email' }, wallNow());
    const token = mailedToken();
    expect(await confirmEmail(`${token}x`, nobody, wallNow())).toEqual({ ok: false, code: 'invalid' });
    expect(await confirmEmail('nonsense', nobody, wallNow())).toEqual({ ok: false, code: 'invalid' });
    expect((await findVisit(asker, wallNow()))?.isEmailConfirmed).toBe(false);
    expect(await confirmEmail(token, nobody, wallNow())).toEqual({ ok: true, value: null });
    expect(await confirmEmail(token, nobody, wallNow())).toEqual({ ok: true, value: null });
    expect((await findVisit(asker, wallNow()))?.isEmailConfirmed).toBe(true);
    expect(await postLetter({ to: email, template: 'confirm-email' }, wallNow())).toBe('nobody');
  });

  it('is kept for another try when the mail server refuses it', async () => {
    await newPerson();
    mail.refuse(true);
    await expect(postLetter({ to: email, template: 'confirm-email' }, wallNow())).rejects.toThrow();
    mail.refuse(false);
    expect(await postLetter({ to: email, template: 'confirm-email' }, wallNow())).toBe('sent');
  });

  it('goes to one address, whatever a name holds', async () => {
    await newPerson();
    await db.query(`UPDATE "user" SET name = E'Ada\r\nBcc: all@example.test'`);
    await postLetter({ to: email, template: 'password-changed' }, wallNow());
    const head = (mail.letters[0] ?? '').split('\r\n\r\n')[0] ?? '';
    expect(head).not.toMatch(/^bcc:/im);
    expect(head).toContain(email);
  });
});
