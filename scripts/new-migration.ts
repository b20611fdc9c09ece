// Writes a new migration: `npm run db:migration -- a-name-in-words`. It holds the SQL that leads from the committed schema to
// the edited one; what Prisma cannot say (policies, functions, partial indexes) is added to it by hand.
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { wallNow } from '#lib/clock.ts';
import { migrationsFolder } from '#lib/db/migrate.ts';
import { openEngine, schemaDifference } from '#lib/db/schema-engine.ts';
import { withServer } from './own-database.ts';

const schemaPath = 'prisma/schema.prisma';
const name = process.argv[2]
  ?.trim()
  .toLowerCase()
  .replace(/[^a-z0-9]+/g, '_');

try {
  if (!name) throw new Error('What does it do? npm run db:migration -- a-name-in-words');
  const { stdout: committed } = await promisify(execFile)('git', ['show', `HEAD:${schemaPath}`], {
    maxBuffer: 10_000_000,
  });
  const edited = await readFile(schemaPath, 'utf8');
  const sql = await withServer(async (url) => {
    const { engine, close } = await openEngine(url);
    try {
      return await schemaDifference(engine, committed, edited);
    } finally {
      await close();
    }
  });
  const stamp = wallNow().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(migrationsFolder, `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  console.log(
    `${join(folder, 'migration.sql')}\nA new table of a household also needs its policy and its grant; see the first migration.`,
  );
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
