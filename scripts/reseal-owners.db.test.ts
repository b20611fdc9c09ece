import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { rowContext, seal, unseal } from '#lib/db/seal.ts';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { transactFor } from '#lib/db/transact.ts';
import { forgetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { resealOwners } from './reseal-owners.ts';

const db = testDatabase();
const [one, two] = ['one', 'two'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);

function useKeys(...keys: (string | undefined)[]): void {
  process.env.DATA_KEYS = keys.join(',');
  forgetEnv();
}

async function storeOwner(name: string): Promise<string> {
  const { householdId } = await newViewer();
  const id = newId();
  const data = { id, householdId, accountId: newId(), ownershipRef: 'o', position: 0, readAt: new Date(0) };
  const sealed = seal({ name }, rowContext('account_owner', id));
  await transactFor(householdId, (tx) => tx.accountOwner.create({ data: { ...data, ...sealed } }));
  return id;
}

async function readOwner(id: string): Promise<{ keyId: string; name: string }> {
  const [row] = await db.query<{ key_id: string; sealed: Buffer }>(
    'SELECT key_id, sealed FROM account_owner WHERE id = $1',
    [id],
  );
  if (!row) throw new Error('no such owner');
  return { keyId: row.key_id, ...unseal<{ name: string }>(row.key_id, row.sealed, rowContext('account_owner', id)) };
}

test('rotation seals every owner with the new key, so that the old one can go', async () => {
  useKeys(one);
  const before = [await storeOwner('Ada'), await storeOwner('Grace')];
  useKeys(two, one);
  const after = await storeOwner('Mary');
  expect(await resealOwners()).toBe(2);
  useKeys(two);
  const names = await Promise.all([...before, after].map(readOwner));
  expect(names).toEqual(['Ada', 'Grace', 'Mary'].map((name) => ({ keyId: 'two', name })));
  expect(await resealOwners()).toBe(0);
});

test('rotation without the old key says so and leaves what it cannot open', async () => {
  useKeys(one);
  const id = await storeOwner('Ada');
  useKeys(two);
  await expect(resealOwners()).rejects.toThrow(/data key one/);
  useKeys(two, one);
  expect(await readOwner(id)).toEqual({ keyId: 'one', name: 'Ada' });
});
