import { randomBytes, randomUUID } from 'node:crypto';

/** A new id for a row of ours. */
export function newId(): string {
  return randomUUID();
}

/** A secret of `bytes` random bytes in URL-safe text. */
export function newSecret(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text from outside can be one of our ids; what cannot is "not found", never a database error. */
export function isId(text: string): boolean {
  return uuid.test(text);
}
