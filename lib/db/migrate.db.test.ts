import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { migrate } from './migrate.ts';
import { openEngine, schemaDifference } from './schema-engine.ts';
import { testDatabase } from './test-database.ts';

const db = testDatabase();
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A migrations folder with these scripts. */
async function folderOf(scripts: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumb-migrations-'));
  folders.push(folder);
  await writeFile(join(folder, 'migration_lock.toml'), 'provider = "postgresql"\n');
  for (const [name, sql] of Object.entries(scripts)) await write(folder, name, sql);
  return folder;
}

async function write(folder: string, name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

async function ask<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

const functionWithSemicolons = `
  CREATE TABLE note (id int PRIMARY KEY, words text);
  CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$
  DECLARE result int := 0;
  BEGIN
    result := n; -- a ; in a comment
    RETURN result * 2;
  END
  $$;
  INSERT INTO note VALUES (1, 'a ; in a string');
`;

describe('migrating', () => {
  test('runs function bodies, strings and comments with semicolons as they stand', async () => {
    const url = await db.another('empty');
    const folder = await folderOf({ '20260101000000_first': functionWithSemicolons });
    expect(await migrate(url, folder)).toEqual(['20260101000000_first']);
    expect(await ask(url, 'SELECT twice(id) AS n, words FROM note')).toEqual([{ n: 2, words: 'a ; in a string' }]);
    expect(await migrate(url, folder)).toEqual([]);
  });

  test('leaves nothing behind when a later statement fails, and goes on once it is mended', async () => {
    const url = await db.another('empty');
    const name = '20260101000000_first';
    const folder = await folderOf({ [name]: `${functionWithSemicolons} INSERT INTO note VALUES (1, 'twice');` });
    await expect(migrate(url, folder)).rejects.toThrow();
    expect(await ask(url, "SELECT to_regclass('note')::text AS found")).toEqual([{ found: null }]);
    expect(await ask(url, "SELECT proname FROM pg_proc WHERE proname = 'twice'")).toEqual([]);
    await write(folder, name, functionWithSemicolons);
    expect(await migrate(url, folder)).toEqual([name]);
    expect(await ask(url, 'SELECT id FROM note')).toEqual([{ id: 1 }]);
  });

  test('applies each migration once when several start at once', async () => {
    const url = await db.another('empty');
    const folder = await folderOf({
      '20260101000000_first': functionWithSemicolons,
      '20260102000000_second': "INSERT INTO note VALUES (2, 'second');",
    });
    const applied = await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)]);
    expect(applied.flat().toSorted()).toEqual(['20260101000000_first', '20260102000000_second']);
    expect(await ask(url, 'SELECT count(*)::int AS n FROM note')).toEqual([{ n: 2 }]);
  });

  test('refuses in words, with the SQL to run, when its user may not make the role', async () => {
    const url = await db.another('empty');
    const name = `poor_${new URL(url).pathname.slice(1)}`;
    await ask(url, `CREATE ROLE ${name} LOGIN PASSWORD 'x' NOCREATEROLE; ALTER SCHEMA public OWNER TO ${name}`);
    try {
      const poor = new URL(url);
      poor.username = name;
      poor.password = 'x';
      await expect(migrate(poor.href)).rejects.toThrow(/may not create the role[\s\S]*GRANT plumb_app TO "?poor_/);
    } finally {
      await ask(url, `ALTER SCHEMA public OWNER TO plumb; DROP ROLE ${name}`);
    }
  });

  test('makes exactly the tables that the schema describes', async () => {
    const url = await db.another('migrated');
    const { engine, close } = await openEngine(url);
    try {
      const schema = await readFile('prisma/schema.prisma', 'utf8');
      const wanted = await schemaDifference(engine, null, schema);
      const columns = [...wanted.matchAll(/CREATE TABLE "(\w+)" \(([\s\S]*?)\n\);/g)].flatMap(([, table, body]) =>
        [...(body ?? '').matchAll(/^ {4}"(\w+)" /gm)].map(([, column]) => `${table}.${column}`),
      );
      const rows = await ask<{ name: string }>(
        url,
        `SELECT table_name || '.' || column_name AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`,
      );
      expect(columns.length).toBeGreaterThan(100);
      expect(rows.map(({ name }) => name).toSorted()).toEqual(columns.toSorted());
    } finally {
      await close();
    }
  });
});
