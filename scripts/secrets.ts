import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { newSecret } from '#lib/ids.ts';

const schema = z.object({
  databasePassword: z.string().min(1),
  authSecret: z.string().min(32),
  /** the first one seals; the others still open what they sealed */
  dataKeys: z.array(z.object({ id: z.string().regex(/^[\w-]{1,32}$/), key: z.base64() })).min(1),
});

/** What the app needs to keep to itself when nobody has set it: kept in the home folder, readable by its owner only. */
export type Secrets = z.output<typeof schema>;

/** The secrets of a home folder, made when there are none yet. Throws when the file is there and cannot be understood. */
export async function homeSecrets(home: string): Promise<Secrets> {
  await mkdir(home, { recursive: true });
  const path = secretsPath(home);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text !== null) {
    await chmod(path, 0o600);
    return parseSecrets(text, path);
  }
  const made: Secrets = { databasePassword: newSecret(24), authSecret: newSecret(48), dataKeys: [newDataKey([])] };
  await writeSecrets(home, made);
  return made;
}

/** Writes the secrets whole or not at all: a half-written file would lock everybody out of what they sealed. */
export async function writeSecrets(home: string, secrets: Secrets): Promise<void> {
  const path = secretsPath(home);
  const half = `${path}.${process.pid}`;
  await writeFile(half, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(half, path);
}

/**
 * The secrets after a restore: a backup's, with the password of the database that is here and the data keys that were, so
 * that what is set aside can still be read. `isLossless`: false where a key that was here has the id of another one.
 */
export function joinSecrets(present: Secrets, kept: Secrets): { secrets: Secrets; isLossless: boolean } {
  const taken = new Map(kept.dataKeys.map(({ id, key }) => [id, key]));
  const others = present.dataKeys.filter(({ id }) => !taken.has(id));
  const isLossless = present.dataKeys.every(({ id, key }) => (taken.get(id) ?? key) === key);
  const secrets = { ...kept, databasePassword: present.databasePassword, dataKeys: [...kept.dataKeys, ...others] };
  return { secrets, isLossless };
}

/** Keeps a copy of secrets beside them, for data that is set aside. */
export async function keepSecretsAside(home: string, secrets: Secrets, stamp: string): Promise<void> {
  await writeFile(join(home, `secrets.replaced-${stamp}.json`), `${JSON.stringify(secrets, null, 2)}\n`, {
    mode: 0o600,
  });
}

/** A new data key with an id that none of the others has. */
export function newDataKey(others: readonly { id: string }[]): Secrets['dataKeys'][number] {
  const numbers = others.map(({ id }) => Number(/^k(\d+)$/.exec(id)?.[1] ?? 0));
  return { id: `k${Math.max(0, ...numbers) + 1}`, key: randomBytes(32).toString('base64') };
}

/** The data keys as the setting DATA_KEYS wants them. */
export function asSetting(dataKeys: Secrets['dataKeys']): string {
  return dataKeys.map(({ id, key }) => `${id}:${key}`).join(',');
}

export function secretsPath(home: string): string {
  return join(home, 'secrets.json');
}

/** Reads secrets from their file's text; `path` is for the words when they cannot be understood. */
export function parseSecrets(text: string, path: string): Secrets {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} cannot be understood. It holds the keys of your data: restore it from a backup.`);
  }
}
