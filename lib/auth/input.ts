import { z } from 'zod';

export const shortestPassword = 10;
const longestPassword = 128;

const emailField = z
  .string('Enter your e-mail address.')
  .trim()
  .toLowerCase()
  .min(1, 'Enter your e-mail address.')
  .max(254, 'This address is too long to be an e-mail address.')
  .pipe(z.email('This does not look like an e-mail address. It needs a name, an @ and a domain.'));

/** A name is one line: a line break in it could start a header of its own in a letter. */
export const nameField = z
  .string('Enter a name.')
  .trim()
  .min(1, 'Enter a name. It is how Plumb will address you.')
  .max(80, 'This name is longer than 80 characters.')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused.
  .regex(/^[^\u0000-\u001f\u007f\u2028\u2029]*$/, 'A name cannot hold line breaks or control characters.');

const newPasswordField = z
  .string('Choose a password.')
  .min(shortestPassword, `Use at least ${shortestPassword} characters. Several words in a row work well.`)
  .max(longestPassword, `Use at most ${longestPassword} characters.`);

export const passwordIsEmail = 'This is your e-mail address. Choose something that others do not know.';

/** Whether a password is the e-mail address, or its first part filled up with nothing. */
export function isEmailAsPassword(password: string, email: string): boolean {
  const guess = password.trim().toLowerCase();
  return guess === email || guess === email.split('@')[0] || guess === email.replace('@', '');
}

export const signInInput = z.object({
  email: emailField,
  // No rule but a length here: an old password may be shorter than today's rule, and a hint would help only a guesser.
  password: z
    .string('Enter your password.')
    .min(1, 'Enter your password.')
    .max(longestPassword, 'This is not your password.'),
  next: z.string().max(2000).optional(),
});

export const signUpInput = z
  .object({
    name: nameField,
    email: emailField,
    password: newPasswordField,
    timeZone: z.string().max(64).optional(),
    next: z.string().max(2000).optional(),
  })
  .refine((input) => !isEmailAsPassword(input.password, input.email), { path: ['password'], message: passwordIsEmail });

export const forgotPasswordInput = z.object({ email: emailField });

/** A token as it came by mail; what cannot be one is refused before anything is looked up. */
export const tokenField = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[\w.~-]+$/);

export const resetPasswordInput = z.object({ token: tokenField, password: newPasswordField });
export const confirmEmailInput = z.object({ token: tokenField });
export const revokeSessionInput = z.object({ sessionId: z.string().min(1).max(64) });
export const nothing = z.object({});
