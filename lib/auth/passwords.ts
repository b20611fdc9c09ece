import { library } from './library.ts';

/** The hash that is kept instead of a password (scrypt, a salt of its own). */
export async function hashPassword(password: string): Promise<string> {
  const { password: passwords } = await library().$context;
  return passwords.hash(password);
}
