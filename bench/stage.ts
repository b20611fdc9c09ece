import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded, stopEmbedded } from '#lib/db/embedded.ts';
import { migrate } from '#lib/db/migrate.ts';
import { newId } from '#lib/ids.ts';
import { installJobs } from '#lib/jobs/install.ts';

export type Person = { userId: string; householdId: string };
export type Stage = {
  environment: Record<string, string>;
  query: <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;
  newPerson: () => Promise<Person>;
  close: () => Promise<void>;
};

/** A PostgreSQL of its own with the product's schema, and the settings by which the product runs on it. */
export async function openStage(): Promise<Stage> {
  const home = await mkdtemp(join(tmpdir(), 'plumb-bench-'));
  const server = await startEmbedded(home, { password: 'bench' });
  await migrate(server.url);
  await installJobs(server.url);
  const pool = new pg.Pool({ connectionString: server.url, max: 4 });
  const environment = {
    NODE_ENV: 'production',
    PLUMB_HOME: home,
    DATABASE_URL: server.url,
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    DATA_KEYS: `bench:${randomBytes(32).toString('base64')}`,
    STRIPE_SECRET_KEY: 'sk_test_bench',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_bench',
    STRIPE_WEBHOOK_SECRET: 'whsec_bench',
    STRIPE_API_URL: 'http://127.0.0.1:9',
    SMTP_URL: 'smtp://127.0.0.1:9',
    BALANCE_EVERY_HOURS: '24',
    LOG_LEVEL: 'error',
  };
  return {
    environment,
    query: async (sql, values = []) => (await pool.query(sql, values)).rows,
    newPerson: () => newPerson(pool),
    close: async () => {
      await pool.end();
      await stopEmbedded(server.dataFolder);
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function newPerson(pool: pg.Pool): Promise<Person> {
  const [userId, householdId] = [newId(), newId()];
  await pool.query(
    `INSERT INTO "user" (id, name, email, email_verified, created_at, updated_at) VALUES ($1, 'Bench', $2, TRUE, now(), now())`,
    [userId, `${userId}@example.test`],
  );
  await pool.query(
    `INSERT INTO household (id, name, time_zone, created_at) VALUES ($1, 'Bench', 'America/New_York', now())`,
    [householdId],
  );
  await pool.query(`INSERT INTO membership (household_id, user_id, role, created_at) VALUES ($1, $2, 'owner', now())`, [
    householdId,
    userId,
  ]);
  return { userId, householdId };
}
