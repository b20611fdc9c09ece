import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transactFor } from '../db/transact.ts';
import { forgetEnv } from '../env.ts';
import { newId } from '../ids.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { JobData } from '../jobs/jobs.ts';
import { quietBoss } from '../jobs/queue.ts';
import { openRun } from './run.ts';
import { syncAccount } from './sync-account.ts';
import { isLockAwaited, until } from './test-work.ts';

// A bank that takes every question and answers none, until the test lets it say that it is down.

const db = testDatabase();
const now = new Date('2026-06-15T16:00:00Z');
const asked: ServerResponse[] = [];
const server = createServer((_request, response) => void asked.push(response));

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.env.STRIPE_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  forgetEnv();
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function giveUp(): void {
  for (const response of asked.splice(0)) {
    response.writeHead(503, { 'content-type': 'application/json', 'stripe-should-retry': 'false' });
    response.end(JSON.stringify({ error: { type: 'api_error', message: 'down' } }));
  }
}

async function linked(): Promise<JobData<'sync-account'>> {
  const { householdId, userId } = await newViewer();
  const accountId = newId();
  const institutionName = 'Bank';
  await transactFor(householdId, async (tx) => {
    const connection = { id: newId(), householdId, userId, institutionName, createdAt: now };
    await tx.connection.create({ data: connection });
    const kind = { category: 'cash', subcategory: 'checking', currency: 'USD', status: 'active' };
    const account = { id: accountId, householdId, connectionId: connection.id, institutionName, linkedAt: now };
    await tx.account.create({ data: { ...account, ...kind, permissions: ['balances', 'transactions'] } });
    const ref = { bankRef: `fca_${newId()}`, householdId, accountId, linkedAt: now, cursor: 'old' };
    await tx.bankAccountRef.create({ data: ref });
  });
  return { householdId, accountId, cause: 'event' };
}

test('a bank that hangs breeds no jobs, however often it is asked meanwhile', async () => {
  const job = await linked();
  const boss = await quietBoss({ connectionString: db.url, max: 4 }).start();
  const promise = () => transactFor(job.householdId, (tx) => enqueue(tx, { name: 'sync-account', data: job }));
  const atWork = new Set<Promise<unknown>>();
  /** Takes what waits, be its pause over or not, and works on it as a worker does. */
  const work = async () => {
    const taken = await boss.fetch<typeof job>('sync-account', { batchSize: 50, ignoreStartAfter: true });
    for (const one of taken) {
      const done: Promise<unknown> = syncAccount(one.data, now, one.retryCount + 1)
        .then(
          () => boss.complete('sync-account', one),
          () => boss.fail('sync-account', one),
        )
        .finally(() => atWork.delete(done));
      atWork.add(done);
    }
  };
  const waits = `SELECT id FROM pgboss.job WHERE name = 'sync-account' AND singleton_key = $1 AND state < 'active'`;
  const waiting = async () => (await db.query(waits, [job.accountId])).length;
  try {
    const counts: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      await promise();
      await work();
      await until(db, async () => asked.length > 0);
      await promise();
      await work();
      await until(db, async () => atWork.size === 1);
      giveUp();
      await Promise.all(atWork);
      counts.push(await waiting());
    }
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  } finally {
    giveUp();
    await boss.stop({ graceful: false });
  }
});

test('a run that waited for another one to be committed goes on from where that one ended', async () => {
  const job = await linked();
  const first = await openRun(job, now, 1);
  if (first.kind !== 'opened') throw new Error(first.kind);
  await db.query('BEGIN');
  await db.query(`UPDATE sync_run SET state = 'done', lease_until = NULL WHERE id = $1`, [first.run.id]);
  await db.query(`UPDATE bank_account_ref SET cursor = 'new' WHERE bank_ref = $1`, [first.run.bankRef]);
  const second = openRun(job, now, 1);
  await until(db, () => isLockAwaited(db));
  await db.query('COMMIT');
  expect(await second).toMatchObject({ kind: 'opened', run: { cursor: 'new' } });
});
