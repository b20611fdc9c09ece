import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { dumpDatabase } from './dump-database.ts';
import { restoreHome } from './restore-home.ts';
import { homeSecrets, type Secrets } from './secrets.ts';
import { planFrom } from './settings.ts';

const db = testDatabase();
let root: string;
let home: string;
let backup: string;
let kept: Secrets;
let present: Secrets;

/** A backup of one person, with keys and a world, and a home folder that has others. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumb-restore-'));
  [home, backup] = [join(root, 'home'), join(root, 'backup')];
  await newViewer();
  [kept, present] = [await homeSecrets(backup), await homeSecrets(home)];
  await dumpDatabase(db.url, backup, new Date('2026-01-05T12:00:00Z'));
  for (const [folder, words] of [
    [backup, 'then'],
    [home, 'now'],
  ] as const) {
    await mkdir(join(folder, 'sandbox'));
    await writeFile(join(folder, 'sandbox', 'world'), words);
  }
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, { recursive: true });
});

/** Restores the backup into the home folder and a database; gives what it failed with, if it did. */
async function restore(databaseUrl: string): Promise<string | null> {
  vi.stubEnv('DATABASE_URL', databaseUrl);
  const plan = planFrom({ PLUMB_HOME: home, DATABASE_URL: databaseUrl });
  return restoreHome(plan, backup, { mayReplace: false, stamp: '1' }).then(
    () => null,
    (error: Error) => error.message,
  );
}

async function people(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query('SELECT FROM public."user"');
  await client.end();
  return rowCount ?? 0;
}

const worldIn = (folder: string) => readFile(join(home, folder, 'world'), 'utf8');

async function expectAsItWas(): Promise<void> {
  expect(await homeSecrets(home)).toEqual(present);
  expect(await worldIn('sandbox')).toBe('now');
  expect((await readdir(home)).filter((name) => name.startsWith('sandbox.'))).toEqual([]);
}

test('a restore brings the people, the keys and the worlds', async () => {
  const url = await db.another('empty');
  expect(await restore(url)).toBeNull();
  expect(await people(url)).toBe(await people(db.url));
  expect((await homeSecrets(home)).authSecret).toBe(kept.authSecret);
  expect([await worldIn('sandbox'), await worldIn('sandbox.replaced-1')]).toEqual(['then', 'now']);
});

test('worlds that cannot take their place leave the database its keys, and themselves for a hand to move', async () => {
  await mkdir(join(home, 'sandbox.replaced-1', 'full'), { recursive: true });
  const url = await db.another('empty');
  expect(await restore(url)).toMatch(
    /^The database is restored, and then something failed\. The sandbox's worlds are not/,
  );
  expect(await people(url)).toBe(await people(db.url));
  expect((await homeSecrets(home)).authSecret).toBe(kept.authSecret);
  expect([await worldIn('sandbox'), await worldIn('sandbox.restored-1')]).toEqual(['now', 'then']);
});

test('a damaged backup leaves keys and worlds, and says that the database is not empty any more', async () => {
  await writeFile(join(backup, 'tables', 'user.ndjson.gz'), gzipSync(''));
  const url = await db.another('empty');
  expect(await restore(url)).toMatch(/^The database holds a part of the backup: .* The backup is damaged/);
  await expectAsItWas();
});

test('a database with something in it gets nothing', async () => {
  expect(await restore(db.url)).toMatch(/^Nothing was restored\. The database is not empty/);
  await expectAsItWas();
});

test('keys that cannot be written are told, and no copy of the worlds is left', async () => {
  await mkdir(join(home, `secrets.json.${process.pid}`));
  expect(await restore(await db.another('empty'))).toMatch(/^Nothing was restored\. EISDIR/);
  await expectAsItWas();
});
