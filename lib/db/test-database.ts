import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { newId } from '../ids.ts';
import { setTestSettings } from '../test-settings.ts';
import { closeDatabase, database } from './client.ts';
import type { Viewer } from './viewer.ts';

export type TestDatabase = {
  /** address of this file's database, as its owner (policies do not hold for it) */
  readonly url: string;
  /** Runs SQL past all policies: to arrange what a test needs and to see what is really there. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Another database: a clone of the migrated template, or one with nothing in it. Gives its address. */
  another(kind: 'migrated' | 'empty'): Promise<string>;
};

/**
 * A database of its own for a test file, cloned from the migrated template. Called at the top of the file: it makes the
 * database and sets the environment before the file's tests, and removes it after them.
 *
 *     const db = testDatabase();
 *     test('…', async () => { const viewer = await newViewer(); … await db.query('SELECT …') });
 */
export function testDatabase(overrides: Record<string, string> = {}): TestDatabase {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const made = [name];
  let client: pg.Client | null = null;
  const url = () => addressOf(name);

  beforeAll(async () => {
    await onServer((server) => server.query(`CREATE DATABASE ${name} TEMPLATE ${inject('testTemplate')}`));
    setTestSettings({ DATABASE_URL: url(), ...overrides });
    client = new pg.Client({ connectionString: url() });
    await client.connect();
  });
  afterAll(async () => {
    await closeDatabase();
    await client?.end();
    await onServer(async (server) => {
      for (const each of made) await server.query(`DROP DATABASE IF EXISTS ${each} WITH (FORCE)`);
    });
  });

  return {
    get url() {
      return url();
    },
    async query<Row extends object>(sql: string, values: unknown[] = []) {
      if (!client) throw new Error('The test database is made before the first test, not earlier');
      return (await client.query<Row>(sql, values)).rows;
    },
    async another(kind) {
      const other = `${name}_${made.length}`;
      made.push(other);
      const template = kind === 'migrated' ? inject('testTemplate') : 'template0';
      await onServer((server) => server.query(`CREATE DATABASE ${other} TEMPLATE ${template}`));
      return addressOf(other);
    },
  };
}

/** A new person with a household of their own, as a viewer. */
export async function newViewer(overrides: Partial<Omit<Viewer, 'householdId' | 'userId'>> = {}): Promise<Viewer> {
  const userId = newId();
  const householdId = newId();
  const at = new Date('2026-01-05T12:00:00Z');
  const person = {
    role: 'owner' as const,
    timeZone: 'America/New_York',
    currency: 'USD',
    name: 'Test Person',
    email: `${userId}@example.test`,
    isDemo: false,
    ...overrides,
  };
  const { name, email, timeZone, currency, isDemo, role } = person;
  const client = database();
  await client.user.create({ data: { id: userId, name, email, createdAt: at, updatedAt: at } });
  await client.household.create({ data: { id: householdId, name, timeZone, currency, isDemo, createdAt: at } });
  await client.membership.create({ data: { householdId, userId, role, createdAt: at } });
  return { ...person, userId, householdId } as Viewer;
}

function addressOf(name: string): string {
  return inject('testServerUrl').replace(/[^/]+$/, name);
}

async function onServer(work: (server: pg.Client) => Promise<unknown>): Promise<void> {
  const server = new pg.Client({ connectionString: inject('testServerUrl') });
  await server.connect();
  try {
    await work(server);
  } finally {
    await server.end();
  }
}
