import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { assert, present } from '../assert.ts';
import { type DataKey, env } from '../env.ts';

/** A value at rest: which key sealed it, and the bytes (12 nonce, 16 tag, then the ciphertext of its JSON). */
export type Sealed = { keyId: string; sealed: Uint8Array<ArrayBuffer> };

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Encrypts a JSON value with the current data key. `context` is bound to it: unsealing under another context fails, so
 * that a sealed value cannot be moved to another row. For a row's column use `rowContext`.
 */
export function seal(plain: unknown, context: string): Sealed {
  return sealWith(currentKey(), plain, context);
}

/** Decrypts what `seal` gave. Throws when the key is gone, the context is another, or a byte was changed. */
export function unseal<T>(keyId: string, sealed: Uint8Array, context: string): T {
  const found = present(
    env().DATA_KEYS.find(({ id }) => id === keyId),
    `the data key ${keyId}`,
  );
  return unsealWith(found, sealed, context);
}

/** The id of the key that new values are sealed with: what rotation moves old values to. */
export function currentKeyId(): string {
  return currentKey().id;
}

/** The context of a sealed column: the table and the row's id. Rotation relies on it. */
export function rowContext(table: string, id: string): string {
  return `${table}/${id}`;
}

function currentKey(): DataKey {
  return present(env().DATA_KEYS[0], 'a data key');
}

function sealWith({ id, key }: DataKey, plain: unknown, context: string): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(bound(id, context));
  const body = Buffer.concat([cipher.update(JSON.stringify(plain), 'utf8'), cipher.final()]);
  return { keyId: id, sealed: new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body])) };
}

function unsealWith<T>({ id, key }: DataKey, sealed: Uint8Array, context: string): T {
  assert(sealed.length > nonceBytes + tagBytes, 'a sealed value holds a nonce and a tag');
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceBytes))
    .setAAD(bound(id, context))
    .setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes));
  const body = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]);
  return JSON.parse(body.toString('utf8')) as T;
}

function bound(keyId: string, context: string): Buffer {
  return Buffer.from(`${keyId}\n${context}`, 'utf8');
}
