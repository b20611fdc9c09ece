import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/server.ts';
import type { Mail } from './routes.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ smtpPort: 0 });
});
afterAll(() => sandbox.close());

const send = (user: string | null, mail: { to: string; subject: string; text: string; html?: string }) => {
  const login = user === null ? '' : `${user}:x@`;
  const transport = nodemailer.createTransport(`smtp://${login}127.0.0.1:${sandbox.smtpPort}`);
  return transport.sendMail({ from: 'Plumb <plumb@example.com>', ...mail });
};
const inbox = async (query: string) =>
  ((await (await fetch(`${sandbox.url}/_sandbox/mail?${query}`)).json()) as { mail: Mail[] }).mail;

describe('mail', () => {
  it('is kept in the world that the user name gives, else in the default one', async () => {
    await send('mailworld', { to: 'nora@example.com', subject: 'One', text: 'first' });
    await send('mailworld', { to: 'theo@example.com', subject: 'Two', text: 'second' });
    await send(null, { to: 'ines@example.com', subject: 'Three', text: 'third' });
    expect((await inbox('world=mailworld')).map(({ subject }) => subject)).toEqual(['Two', 'One']);
    expect((await inbox('world=mailworld&to=NORA@example.com')).map(({ text }) => text.trim())).toEqual(['first']);
    expect(await inbox('world=plumb')).toMatchObject([{ to: ['ines@example.com'], from: 'plumb@example.com' }]);
    expect(await inbox('world=elsewhere')).toEqual([]);
  });

  it('is dated by the clock of its world', async () => {
    const beginning = { seed: 1, ids: '', mode: 'still' as const, startMs: Date.parse('2026-03-16T15:00:00Z') };
    await sandbox.worlds.reset('dated', beginning, { endpoints: true });
    await send('dated', { to: 'nora@example.com', subject: 'Dated', text: 'today' });
    expect(await inbox('world=dated')).toMatchObject([{ receivedAt: '2026-03-16T15:00:00.000Z' }]);
  });

  it('refuses a user name that can be no world', async () => {
    await expect(send('../etc', { to: 'a@example.com', subject: 'No', text: 'no' })).rejects.toThrow();
  });

  it('is shown as a page with links, and nothing in it is markup', async () => {
    const link = 'http://localhost:3000/confirm?token=abc&next=%2F';
    await send('page', {
      to: 'nora@example.com',
      subject: '<script>alert(1)</script>',
      text: `Open ${link} now <img src=x onerror=alert(1)>`,
    });
    const response = await fetch(`${sandbox.url}/_sandbox/mail?world=page`, { headers: { accept: 'text/html' } });
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain(`<a href="${link.replace('&', '&amp;')}">`);
    expect(page).not.toMatch(/<script|<img/);
  });
});
