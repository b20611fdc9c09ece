/** A letter to one person: both forms say the same, because some programs show only plain text. */
export type Letter = { subject: string; text: string; html: string };

type Parts = {
  subject: string;
  greeting: string;
  lines: string[];
  action?: { words: string; url: string };
  after: string[];
};

const signature = 'Plumb, the personal finance app that proves its numbers';

/** Asks a person to confirm that the address is theirs. */
export function confirmEmailLetter(name: string, url: string): Letter {
  return compose({
    subject: 'Confirm your e-mail address for Plumb',
    greeting: `Hello ${name},`,
    lines: [
      'please confirm that this address is yours. Plumb uses it to sign you in and to help you back in when a password is lost.',
    ],
    action: { words: 'Confirm this address', url },
    after: [
      'The link works for 3 days. You can use Plumb in the meantime.',
      'If you did not create an account, ignore this letter.',
    ],
  });
}

/** The way to a new password; works while the account is paused. */
export function resetPasswordLetter(name: string, url: string): Letter {
  return compose({
    subject: 'Set a new password for Plumb',
    greeting: `Hello ${name},`,
    lines: ['somebody, probably you, asked for a new password for your account.'],
    action: { words: 'Set a new password', url },
    after: [
      'The link works once, for 1 hour. It also ends a pause after failed tries. All devices will be signed out.',
      'If it was not you, ignore this letter: your password stays as it is.',
    ],
  });
}

/** Tells the owner of an account that its password is another now. */
export function passwordChangedLetter(name: string, url: string): Letter {
  return compose({
    subject: 'Your password for Plumb was changed',
    greeting: `Hello ${name},`,
    lines: ['the password of your account was changed just now, and all devices were signed out.'],
    action: { words: 'This was not me: set a new password', url },
    after: ['If it was you, there is nothing to do.'],
  });
}

/** Tells the owner of an account that somebody tried to sign up with its address. */
export function alreadyHereLetter(name: string, url: string): Letter {
  return compose({
    subject: 'You already have an account with Plumb',
    greeting: `Hello ${name},`,
    lines: [
      'somebody, probably you, tried to create an account with this address. It already has one, and nothing about it was changed.',
    ],
    action: { words: 'Sign in', url },
    after: [
      'If you have lost your password, the sign-in page leads to a new one. If it was not you, there is nothing to do.',
    ],
  });
}

function compose(parts: Parts): Letter {
  const action = parts.action ? [`${parts.action.words}:\n${parts.action.url}`] : [];
  const text = [parts.greeting, ...parts.lines, ...action, ...parts.after, `-- \n${signature}`].join('\n\n');
  return { subject: parts.subject, text: `${text}\n`, html: page(parts) };
}

function page(parts: Parts): string {
  const paragraph = (line: string) => `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`;
  const action = parts.action
    ? `<p style="margin:0 0 16px"><a href="${escapeHtml(parts.action.url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;background:#1d4d4f;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(parts.action.words)}</a></p>`
    : '';
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(parts.subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#f6f4ef;color:#1f2424;font:16px/1.5 system-ui,sans-serif">',
    '<div style="max-width:520px;margin:0 auto;padding:24px;background:#ffffff;border-radius:12px">',
    paragraph(parts.greeting),
    ...parts.lines.map(paragraph),
    action,
    ...parts.after.map(paragraph),
    `<p style="margin:24px 0 0;color:#5d6666;font-size:14px">${signature}</p></div></body></html>\n`,
  ].join('\n');
}

/** Text as text in HTML, in elements and in quoted attributes: a name is a person's input. */
function escapeHtml(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character);
}
