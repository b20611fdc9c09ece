import { randomBytes } from 'node:crypto';

/** Somebody with an account of their own. */
export type Person = { name: string; email: string; password: string };

export function newPerson(name = 'Ada Example'): Person {
  return { name, email: `ada.${randomBytes(5).toString('hex')}@example.com`, password: 'five wooden plumb lines' };
}
