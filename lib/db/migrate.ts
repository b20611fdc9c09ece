import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import pg from 'pg';
import { openEngine } from './schema-engine.ts';

/** Any number that nothing else in this database locks: who holds it may migrate. */
const migrationLock = 7_586_206_201;

const filters = { externalTables: [], externalEnums: [] };

/** The repository's own migrations. */
export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

/**
 * Brings the database at `url` to the newest schema and returns the names of the migrations that were applied. Runs as the
 * address's user, who must own the database and may create the role `plumb_app`. Several at once wait for each other; a
 * migration that fails leaves nothing behind and is tried again by the next call.
 */
export async function migrate(url: string, folder = migrationsFolder): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await ensureRole(lock);
    const { engine, close } = await openEngine(url);
    try {
      return await applyAll(engine, await readMigrations(folder));
    } finally {
      await close();
    }
  } finally {
    await lock.end();
  }
}

async function applyAll(engine: SchemaEngine, migrationsList: MigrationList): Promise<string[]> {
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
    return appliedMigrationNames;
  } catch (error) {
    // Its script was one query and is undone already; only the note of the attempt is left, which would block the next.
    const input = { migrationsList, optInToShadowDatabase: false, filters };
    const { failedMigrationNames } = await engine.diagnoseMigrationHistory(input);
    for (const migrationName of failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
    throw error;
  }
}

async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const migrationDirectories = await Promise.all(
    names.sort().map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(folder, path, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(join(folder, 'migration_lock.toml'), 'utf8').catch(() => null),
  };
  return { baseDir: folder, lockfile, shadowDbInitScript: '', migrationDirectories };
}

/** What a person with more rights runs when our user may not create roles. */
const roleSql = (user: string) => `CREATE ROLE plumb_app NOLOGIN;\nGRANT plumb_app TO ${pg.escapeIdentifier(user)};`;

async function ensureRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ known: boolean; member: boolean; user: string }>(`
    SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'plumb_app') AS known,
      coalesce((SELECT pg_has_role(oid, 'SET') FROM pg_roles WHERE rolname = 'plumb_app'), false) AS member,
      current_user AS "user"`);
  const [state] = rows;
  if (!state || state.member) return;
  try {
    if (!state.known) await client.query('CREATE ROLE plumb_app NOLOGIN').catch(ignoreRace);
    await client.query('GRANT plumb_app TO CURRENT_USER');
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    const sql = roleSql(state.user);
    throw new Error(
      `The database user ${state.user} may not create the role that Plumb works under. Run this as one who may, then start again:\n\n${sql}\n`,
    );
  }
}

/** Roles belong to the whole server: another database's migration may make ours in the same moment. */
function ignoreRace(error: { code?: string }): void {
  if (error.code !== '42710' && error.code !== '23505') throw error;
}
