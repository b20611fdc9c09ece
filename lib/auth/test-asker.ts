import { wallNow } from '#lib/clock.ts';
import { signUp } from '#lib/households/sign-up.ts';
import type { Asker } from './asker.ts';
import type { DoorCookie } from './library.ts';
import { signIn } from './sign-in.ts';

export const email = 'ada@example.test';
export const password = 'correct horse battery';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';

export const nobody: Asker = { address: '203.0.113.9', addressKey: '203.0.113.9', userAgent: firefox, cookie: null };
export const later = (ms: number) => new Date(wallNow().getTime() + ms);

export function holding(cookies: readonly DoorCookie[]): Asker {
  return { ...nobody, cookie: cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ') };
}

export async function newPerson(address = email): Promise<Asker> {
  const made = await signUp({ name: 'Ada', email: address, password }, nobody, wallNow(), wallNow());
  if (!made.ok) throw new Error(made.code);
  return holding(made.cookies);
}

export async function signedIn(): Promise<Asker> {
  const outcome = await signIn({ email, password }, nobody, wallNow());
  if (!outcome.ok) throw new Error(outcome.code);
  return holding(outcome.cookies);
}
