// Brings back what `npm run backup` wrote: `npm run restore -- folder [--replace]`. With the embedded database `--replace`
// sets the present data aside (database plumb_replaced, folder sandbox.replaced); with DATABASE_URL the database must be
// empty.
import { cp, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { loadDatabase } from './load-database.ts';
import { withOwnDatabase } from './own-database.ts';
import { releaseHome, takeHome } from './running.ts';
import { homeSecrets, parseSecrets, writeSecrets } from './secrets.ts';
import { loadDotEnv, type Plan, planFrom } from './settings.ts';

const [source] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const mayReplace = process.argv.includes('--replace');

try {
  loadDotEnv();
  if (!source) throw new Error('From which folder? npm run restore -- folder');
  const plan = planFrom(process.env);
  const folder = resolve(source);
  await stat(join(folder, 'manifest.json')).catch(() => {
    throw new Error(`${folder} holds no backup.`);
  });
  const present = await homeSecrets(plan.home);
  const running = await takeHome(plan.home);
  if (running) throw new Error(`Plumb runs (process ${running.pid}): stop it first.`);
  try {
    const kept = parseSecrets(await readFile(join(folder, 'secrets.json'), 'utf8'), folder);
    const manifest = await withOwnDatabase(plan, (url) =>
      plan.hasDatabase ? swapIn(url, folder) : loadDatabase(url, folder),
    );
    await writeSecrets(plan.home, { ...kept, databasePassword: present.databasePassword });
    await restoreWorlds(plan, folder);
    console.log(`Restored the backup of ${manifest.takenAt}. Start with npm start.`);
  } finally {
    await releaseHome(plan.home);
  }
  process.exit(0);
} catch (error) {
  console.error(`Nothing was restored. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** Fills a database beside the present one, and only when it is whole puts it in the other's place. */
async function swapIn(url: string, folder: string) {
  const at = (name: string) => url.replace(/[^/]+$/, name);
  const client = new pg.Client({ connectionString: at('postgres') });
  await client.connect();
  try {
    if (!mayReplace && (await hasPeople(url))) {
      throw new Error('There is data already. To set it aside: npm run restore -- folder --replace');
    }
    await client.query('DROP DATABASE IF EXISTS plumb_restored WITH (FORCE)');
    await client.query('CREATE DATABASE plumb_restored');
    const manifest = await loadDatabase(at('plumb_restored'), folder);
    await client.query('DROP DATABASE IF EXISTS plumb_replaced WITH (FORCE)');
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('plumb', 'plumb_restored')`,
    );
    // One query is one transaction: killed between the two names, the next start would find no database and make an empty one.
    await client.query('ALTER DATABASE plumb RENAME TO plumb_replaced; ALTER DATABASE plumb_restored RENAME TO plumb');
    return manifest;
  } finally {
    await client.end();
  }
}

async function hasPeople(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: string | null }>(`SELECT to_regclass('public."user"')::text AS found`);
    if (!rows[0]?.found) return false;
    return Boolean((await client.query('SELECT FROM public."user" LIMIT 1')).rowCount);
  } finally {
    await client.end();
  }
}

async function restoreWorlds({ home }: Plan, folder: string): Promise<void> {
  const worlds = join(folder, 'sandbox');
  if (!(await stat(worlds).catch(() => null))) return;
  const place = join(home, 'sandbox');
  await rm(`${place}.replaced`, { recursive: true, force: true });
  await rename(place, `${place}.replaced`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await cp(worlds, place, { recursive: true });
}
