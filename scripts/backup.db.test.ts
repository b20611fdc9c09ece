import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { seal, unseal } from '#lib/db/seal.ts';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { transactFor } from '#lib/db/transact.ts';
import { newId } from '#lib/ids.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';
import { dumpDatabase } from './dump-database.ts';
import { loadDatabase } from './load-database.ts';
import { replaceDatabase } from './replace-database.ts';

const db = testDatabase();
const at = new Date('2026-01-05T12:00:00Z');
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-backup-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A household with one row of each awkward kind: amounts beyond a double, bytes, lists, odd text, an unsent letter. */
async function household() {
  const viewer = await newViewer({ name: 'Zoë "Quote" \\ Ünï\ncode 🌊' });
  const { householdId } = viewer;
  const [accountId, ownerId] = [newId(), newId()];
  const sealed = seal({ name: 'Somebody' }, `account_owner/${ownerId}`);
  await transactFor(householdId, async (tx) => {
    const account = { householdId, accountId };
    await tx.balanceAnchor.create({
      data: {
        ...account,
        id: newId(),
        asOf: at,
        currentMinor: -9_007_199_254_740_993n,
        currency: 'USD',
        attemptedAt: at,
        recordedAt: at,
      },
    });
    await tx.accountOwner.create({
      data: { ...account, ...sealed, id: ownerId, ownershipRef: 'o', position: 0, readAt: at },
    });
    await tx.consentEvent.create({
      data: {
        id: newId(),
        householdId,
        kind: 'linked',
        permissions: ['balances', 'a "b"'],
        at: new Date('2026-01-05T12:00:00.123Z'),
      },
    });
    await enqueue(tx, { name: 'send-mail', data: { to: viewer.email, template: 'confirm-email', values: { a: '1' } } });
  });
  return { viewer, ownerId, sealed };
}

/** All rows of a database as text, table by table. */
async function everything(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public'",
    );
    const all: Record<string, string[]> = {};
    for (const { name } of tables.rows.filter((table) => table.name !== '_prisma_migrations')) {
      const { rows } = await client.query<{ line: string }>(
        `SELECT t::text AS line FROM public."${name}" t ORDER BY 1`,
      );
      all[name] = rows.map(({ line }) => line);
    }
    const jobs = await client.query<{ line: string }>(
      "SELECT name || data::text || coalesce(singleton_key, '') AS line FROM pgboss.job WHERE state = 'created' ORDER BY 1",
    );
    return { ...all, jobs: jobs.rows.map(({ line }) => line) };
  } finally {
    await client.end();
  }
}

describe('a backup', () => {
  test('restored into an empty database gives every row and every promised job back', async () => {
    const { ownerId, sealed } = await household();
    const manifest = await dumpDatabase(db.url, folder, at);
    expect(manifest.tables.balance_anchor).toBeGreaterThan(0);
    const url = await db.another('empty');
    await loadDatabase(url, folder);
    const [before, after] = [await everything(db.url), await everything(url)];
    expect(after).toEqual(before);
    expect(after.jobs?.length).toBeGreaterThan(0);
    expect(unseal(sealed.keyId, sealed.sealed, `account_owner/${ownerId}`)).toEqual({ name: 'Somebody' });
  });

  test('is of one moment, whatever is written meanwhile', async () => {
    await household();
    const first = await dumpDatabase(db.url, folder, at);
    const writing = Promise.all([household(), household()]);
    const during = await dumpDatabase(db.url, folder, at);
    await writing;
    const url = await db.another('empty');
    await loadDatabase(url, folder);
    const restored = await everything(url);
    // A person is written before their household, and both before the household's rows.
    expect(restored.user?.length).toBeGreaterThanOrEqual(first.tables.user ?? 0);
    expect(restored.membership?.length).toBeLessThanOrEqual(restored.household?.length ?? 0);
    expect(restored.balance_anchor?.length).toBe(during.tables.balance_anchor);
    expect(restored.balance_anchor?.length).toBe(restored.account_owner?.length);
  });

  test('never overwrites a database that holds something', async () => {
    await dumpDatabase(db.url, folder, at);
    await expect(loadDatabase(await db.another('migrated'), folder)).rejects.toThrow(/not empty/);
  });

  test('restored in the place of other data sets that aside, each time anew', async () => {
    await household();
    await dumpDatabase(db.url, folder, at);
    const url = await db.another('empty');
    await loadDatabase(url, folder);
    await expect(replaceDatabase(url, folder, { mayReplace: false, stamp: '1' })).rejects.toThrow(
      /There is data already/,
    );
    const first = await everything(url);
    await household();
    await dumpDatabase(db.url, folder, at);
    await replaceDatabase(url, folder, { mayReplace: true, stamp: '20260105_120000' });
    const second = await everything(url);
    await replaceDatabase(url, folder, { mayReplace: true, stamp: '20260105_120001' });
    expect(await everything(`${url}_replaced_20260105_120000`)).toEqual(first);
    expect(await everything(`${url}_replaced_20260105_120001`)).toEqual(second);
    expect(second.user?.length).toBeGreaterThan(first.user?.length ?? 0);
    for (const stamp of ['20260105_120000', '20260105_120001']) {
      await db.query(`DROP DATABASE ${new URL(url).pathname.slice(1)}_replaced_${stamp}`);
    }
  });

  test('that lost a row is noticed, and puts nothing in', async () => {
    await household();
    await dumpDatabase(db.url, folder, at);
    const path = join(folder, 'tables', 'user.ndjson.gz');
    const lines = gunzipSync(await readFile(path))
      .toString('utf8')
      .trim()
      .split('\n');
    await writeFile(path, gzipSync(lines.slice(1).join('\n')));
    const url = await db.another('empty');
    await expect(loadDatabase(url, folder)).rejects.toThrow(/damaged|foreign key/);
    expect((await everything(url).catch(() => ({ user: [] as string[] }))).user).toEqual([]);
  });

  test('of a database that Plumb has not run with is refused in words', async () => {
    await expect(dumpDatabase(await db.another('empty'), folder, at)).rejects.toThrow(/nothing to back up/);
  });

  test('of a newer version is refused in words', async () => {
    const manifest = await dumpDatabase(db.url, folder, at);
    const newer = { ...manifest, migrations: [...manifest.migrations, '99990101000000_later'] };
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(newer));
    await expect(loadDatabase(await db.another('empty'), folder)).rejects.toThrow(/newer Plumb/);
  });
});
