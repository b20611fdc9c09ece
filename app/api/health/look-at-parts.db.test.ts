import { afterEach, describe, expect, it } from 'vitest';
import { testBank } from '#lib/bank/stripe/test-bank.ts';
import { closeDatabase, database } from '#lib/db/client.ts';
import { testDatabase } from '#lib/db/test-database.ts';
import { forgetEnv } from '#lib/env.ts';
import { startHeartbeat } from '#lib/jobs/heartbeat.ts';
import { canMakePages, lookAtParts } from './look-at-parts.ts';

const db = testDatabase();
testBank();

const nowhere = {
  DATABASE_URL: 'postgresql://plumb@127.0.0.1:9/none',
  STRIPE_API_URL: 'http://127.0.0.1:9',
  CLOCK_URL: 'http://127.0.0.1:9',
};
let undo: () => Promise<void> = async () => undefined;

/** Points one setting at a port where nobody listens, until the test is over. */
async function lead(setting: keyof typeof nowhere): Promise<void> {
  const before = process.env[setting];
  const point = async (to: string | undefined) => {
    await closeDatabase();
    Object.assign(process.env, { [setting]: to });
    forgetEnv();
  };
  undo = () => point(before);
  await point(nowhere[setting]);
}
afterEach(async () => {
  await undo();
  undo = async () => undefined;
});

describe('the health of the app', () => {
  it('is well with a database, a worker and a bank, and names the worker that is away', async () => {
    expect(await lookAtParts()).toEqual({ status: 'down', database: 'ok', jobs: 'down', bank: 'ok' });
    const worker = await startHeartbeat(database());
    expect(await lookAtParts()).toEqual({ status: 'ok', database: 'ok', jobs: 'ok', bank: 'ok' });
    // A worker that was killed says goodbye to nobody: what it does not say is noticed.
    await worker.stop();
    await db.query(
      `INSERT INTO worker_heartbeat VALUES (gen_random_uuid(), now() - interval '1 hour', now() - interval '21 seconds')`,
    );
    expect(await lookAtParts()).toMatchObject({ status: 'down', jobs: 'down' });
  });

  it('names the bank that cannot be reached', async () => {
    const worker = await startHeartbeat(database());
    await lead('STRIPE_API_URL');
    expect(await lookAtParts()).toEqual({ status: 'down', database: 'ok', jobs: 'ok', bank: 'down' });
    await undo();
    await worker.stop();
  });

  it('names the database that cannot be reached, and what nobody can know without it', async () => {
    await lead('DATABASE_URL');
    expect(await lookAtParts()).toEqual({ status: 'down', database: 'down', jobs: 'down', bank: 'ok' });
  });
});

describe('whether a page can be made', () => {
  it('does not depend on worker and bank', async () => {
    await lead('STRIPE_API_URL');
    expect(await lookAtParts()).toMatchObject({ jobs: 'down', bank: 'down' });
    expect(await canMakePages()).toBe(true);
  });

  it.each(['DATABASE_URL', 'CLOCK_URL'] as const)('depends on what is at %s', async (setting) => {
    await lead(setting);
    expect(await canMakePages()).toBe(false);
  });
});
