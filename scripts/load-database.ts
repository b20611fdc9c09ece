import { createReadStream } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { z } from 'zod';
import { migrate, migrationsFolder } from '#lib/db/migrate.ts';
import { installJobs } from '#lib/jobs/install.ts';
import { quietBoss } from '#lib/jobs/queue.ts';
import { type Manifest, manifestSchema } from './dump-database.ts';

const rowsAtOnce = 2_000;

/** Fills the empty database at `url` from a backup. */
export async function loadDatabase(url: string, folder: string): Promise<Manifest> {
  const manifest = await readManifest(url, folder);
  await fillDatabase(url, folder, manifest);
  return manifest;
}

/** What a backup says about itself. Throws when the database is not empty, or the backup is of a newer Plumb than this. */
export async function readManifest(url: string, folder: string): Promise<Manifest> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  await refuseFull(url);
  await refuseNewer(manifest);
  return manifest;
}

/**
 * Puts a backup into an empty database. Its tables are made as they were when it was taken, its rows put in (all or none),
 * and then the newer migrations applied, so that an old backup fits a newer Plumb. Promised jobs are promised again.
 */
export async function fillDatabase(url: string, folder: string, manifest: Manifest): Promise<void> {
  await migrateTo(url, manifest.migrations);
  await putRows(url, folder, manifest);
  await migrate(url);
  await installJobs(url);
  await promiseJobs(url, join(folder, 'jobs.ndjson.gz'));
}

async function refuseFull(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("SELECT FROM pg_tables WHERE schemaname IN ('public', 'pgboss') LIMIT 1");
    if (rowCount) throw new Error('The database is not empty. Restore into a new one, and point DATABASE_URL at it.');
  });
}

async function refuseNewer({ migrations }: Manifest): Promise<void> {
  const known = new Set(await readdir(migrationsFolder));
  const unknown = migrations.filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`This backup is of a newer Plumb: ${unknown.join(', ')} is not known here.`);
}

async function migrateTo(url: string, migrations: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plumb-migrations-'));
  try {
    for (const name of [...migrations, 'migration_lock.toml']) {
      await cp(join(migrationsFolder, name), join(folder, name), { recursive: true });
    }
    await migrate(url, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function putRows(url: string, folder: string, { tables }: Manifest): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('BEGIN');
    for (const table of await inOrder(client, Object.keys(tables))) {
      const name = `public.${pg.escapeIdentifier(table)}`;
      const insert = `INSERT INTO ${name} SELECT * FROM jsonb_populate_recordset(null::${name}, $1::jsonb)`;
      let count = 0;
      for await (const rows of batches(join(folder, 'tables', `${table}.ndjson.gz`))) {
        await client.query(insert, [`[${rows.join(',')}]`]);
        count += rows.length;
      }
      if (count !== tables[table])
        throw new Error(`The backup is damaged: ${table} has ${count} rows of ${tables[table]}.`);
    }
    await client.query('COMMIT');
    await client.query('ANALYZE');
  });
}

/** Tables such that what others refer to comes first. */
async function inOrder(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ from: string; to: string }>(`
    SELECT f.relname::text AS "from", t.relname::text AS "to" FROM pg_constraint c
    JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
    WHERE c.contype = 'f' AND f.relnamespace = 'public'::regnamespace AND f.oid <> t.oid`);
  const sorted: string[] = [];
  const visit = (table: string) => {
    if (sorted.includes(table)) return;
    for (const { to } of rows.filter(({ from }) => from === table)) visit(to);
    sorted.push(table);
  };
  for (const table of tables) visit(table);
  return sorted.filter((table) => tables.includes(table));
}

const jobSchema = z.object({ name: z.string(), data: z.record(z.string(), z.unknown()), key: z.string().nullable() });

async function promiseJobs(url: string, path: string): Promise<void> {
  const boss = await quietBoss({ connectionString: url, max: 1 }).start();
  try {
    for await (const lines of batches(path)) {
      for (const line of lines) {
        const { name, data, key } = jobSchema.parse(JSON.parse(line));
        await boss.send(name, data, key === null ? {} : { singletonKey: key });
      }
    }
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** The lines of a compressed file, some at a time. */
async function* batches(path: string): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const line of createInterface({ input: createReadStream(path).pipe(createGunzip()) })) {
    batch.push(line);
    if (batch.length === rowsAtOnce) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
