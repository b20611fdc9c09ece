import { createTransport } from 'nodemailer';
import { env } from '#lib/env.ts';
import type { Letter } from './letters.ts';

const patienceMs = 15_000;

/**
 * Hands a letter to the mail server. Throws when the server cannot be reached or refuses: the job that calls this is tried
 * again, so that nothing is lost while it is down. Names and addresses are given as parts, never glued into a header.
 */
export async function sendLetter(to: { name: string; email: string }, letter: Letter): Promise<void> {
  const { SMTP_URL, MAIL_FROM } = env();
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: MAIL_FROM,
      to: { name: to.name, address: to.email },
      subject: letter.subject,
      text: letter.text,
      html: letter.html,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } finally {
    transport.close();
  }
}
