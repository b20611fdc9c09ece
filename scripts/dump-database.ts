import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { z } from 'zod';

/** What a backup of a database says about itself. */
export const manifestSchema = z.object({
  format: z.literal(1),
  /** moment of the wall clock */
  takenAt: z.string(),
  /** the migrations that its tables were made by */
  migrations: z.array(z.string()),
  /** rows per table */
  tables: z.record(z.string(), z.number()),
  /** jobs that were promised and not done */
  jobs: z.number(),
});
export type Manifest = z.output<typeof manifestSchema>;

/** Notes of the moment, which mean nothing later. */
const left = new Set(['_prisma_migrations', 'worker_heartbeat']);

const rowsAtOnce = 2_000;

/**
 * Writes every table of the database at `url` into `folder`, all as of one moment, while the app may go on running: a line
 * of JSON per row, compressed. Promised jobs go along by what they carry, so that neither a letter nor an erasure is lost.
 */
export async function dumpDatabase(url: string, folder: string, takenAt: Date): Promise<Manifest> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await refuseUnused(client);
    const tables: Record<string, number> = {};
    for (const table of await tablesOf(client)) {
      const sql = `SELECT to_jsonb(t)::text AS line FROM public.${pg.escapeIdentifier(table)} t`;
      tables[table] = await writeRows(client, sql, join(folder, 'tables', `${table}.ndjson.gz`));
    }
    const jobs = await writeRows(client, promised, join(folder, 'jobs.ndjson.gz'));
    const migrations = await appliedMigrations(client);
    await client.query('COMMIT');
    const manifest: Manifest = { format: 1, takenAt: takenAt.toISOString(), migrations, tables, jobs };
    await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    return manifest;
  } finally {
    await client.end();
  }
}

async function refuseUnused(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isUsed: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AND to_regclass('pgboss.job') IS NOT NULL AS "isUsed"`,
  );
  if (!rows[0]?.isUsed) throw new Error('There is nothing to back up: Plumb has not run with this database yet.');
}

/** A sweep comes by itself with the next worker. */
const promised = `
  SELECT jsonb_build_object('name', name, 'data', data, 'key', singleton_key)::text AS line FROM pgboss.job
  WHERE state IN ('created', 'retry', 'active') AND name <> 'sweep' ORDER BY created_on`;

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
  );
  return rows.map(({ name }) => name).filter((name) => !left.has(name));
}

async function appliedMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1',
  );
  return rows.map(({ name }) => name);
}

/** Writes the lines that a query gives, some at a time, and returns how many. */
async function writeRows(client: pg.Client, sql: string, path: string): Promise<number> {
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    await client.query(`DECLARE rows NO SCROLL CURSOR FOR ${sql}`);
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`FETCH ${rowsAtOnce} FROM rows`);
      if (rows.length === 0) break;
      count += rows.length;
      yield rows.map(({ line }) => `${line}\n`).join('');
    }
    await client.query('CLOSE rows');
  }
  await pipeline(Readable.from(lines()), createGzip({ level: 3 }), createWriteStream(path, { mode: 0o600 }));
  return count;
}
