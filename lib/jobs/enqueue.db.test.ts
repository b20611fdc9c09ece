import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { database } from '../db/client.ts';
import { newViewer, testDatabase } from '../db/test-database.ts';
import { transactFor } from '../db/transact.ts';
import { newId } from '../ids.ts';
import { enqueue } from './enqueue.ts';
import { countWorkers } from './heartbeat.ts';
import { installJobs } from './install.ts';
import { longestJobMs, quietBoss } from './queue.ts';
import { type JobHandlers, startWorker } from './worker.ts';

const db = testDatabase({ SWEEP_EVERY_SECONDS: '3600' });

const syncOf = (householdId: string, accountId: string) =>
  ({ name: 'sync-account', data: { householdId, accountId, cause: 'event' } }) as const;

const jobsOf = (accountId: string) =>
  db.query<{ state: string; cause: string }>(
    "SELECT state, data->>'cause' AS cause FROM pgboss.job WHERE data->>'accountId' = $1 ORDER BY created_on",
    [accountId],
  );

/** Handlers that do nothing but what a test names. */
function handlers(own: Partial<JobHandlers>): JobHandlers {
  const nothing = async () => undefined;
  return {
    'sync-account': nothing,
    'finish-link': nothing,
    'disconnect-replaced': nothing,
    'read-owners': nothing,
    'request-balance': nothing,
    'record-balance': nothing,
    'handle-bank-event': nothing,
    sweep: nothing,
    'send-mail': nothing,
    'erase-household': nothing,
    ...own,
  };
}

describe('a job', () => {
  test('is promised by the commit of its cause', async () => {
    const { householdId } = await newViewer();
    const accountId = newId();
    await transactFor(householdId, async (tx) => {
      await enqueue(tx, syncOf(householdId, accountId));
      expect(await jobsOf(accountId)).toEqual([]);
    });
    expect(await jobsOf(accountId)).toEqual([{ state: 'created', cause: 'event' }]);
  });

  test('may run for as long as a sync may take', async () => {
    const { householdId } = await newViewer();
    const accountId = newId();
    await transactFor(householdId, (tx) => enqueue(tx, syncOf(householdId, accountId)));
    const limit = `SELECT expire_seconds::int AS seconds FROM pgboss.job WHERE data->>'accountId' = $1`;
    expect(await db.query(limit, [accountId])).toEqual([{ seconds: longestJobMs / 1_000 }]);
  });

  test('never was when its cause rolls back', async () => {
    const { householdId } = await newViewer();
    const accountId = newId();
    const failing = transactFor(householdId, async (tx) => {
      await enqueue(tx, syncOf(householdId, accountId));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await jobsOf(accountId)).toEqual([]);
  });

  test('waits once per key, however often and from however many at once it is promised', async () => {
    const { householdId } = await newViewer();
    const [one, two] = [newId(), newId()];
    const promise = (accountId: string) =>
      transactFor(householdId, (tx) => enqueue(tx, syncOf(householdId, accountId)));
    await Promise.all([promise(one), promise(one), promise(two), promise(one), promise(one)]);
    expect(await jobsOf(one)).toHaveLength(1);
    expect(await jobsOf(two)).toHaveLength(1);
  });

  test('queues once more behind the one that runs', async () => {
    const { householdId } = await newViewer();
    const accountId = newId();
    const promise = (times: number) =>
      transactFor(householdId, async (tx) => {
        for (let n = 0; n < times; n += 1) await enqueue(tx, syncOf(householdId, accountId));
      });
    const seen: number[] = [];
    const done = Promise.withResolvers<void>();
    const worker = await startWorker(
      handlers({
        'sync-account': async (data) => {
          if (data.accountId !== accountId) return;
          seen.push(seen.length + 1);
          if (seen.length === 1) await promise(3);
          else done.resolve();
        },
      }),
    );
    try {
      await promise(1);
      await done.promise;
    } finally {
      await worker.stop();
    }
    expect(seen).toEqual([1, 2]);
    expect(await jobsOf(accountId)).toEqual([
      { state: 'completed', cause: 'event' },
      { state: 'completed', cause: 'event' },
    ]);
  });

  test('that already waits is kept from workers until the second cause has committed', async () => {
    const { householdId } = await newViewer();
    const accountId = newId();
    const job = { name: 'read-owners', data: { householdId, accountId } } as const;
    const boss = await quietBoss({ connectionString: db.url, max: 1 }).start();
    const fetched = async () => (await boss.fetch<typeof job.data>('read-owners')).map(({ data }) => data.accountId);
    try {
      await transactFor(householdId, (tx) => enqueue(tx, job));
      await transactFor(householdId, async (tx) => {
        await enqueue(tx, job);
        expect(await fetched()).toEqual([]);
      });
      expect(await fetched()).toEqual([accountId]);
    } finally {
      await boss.stop({ graceful: false });
    }
  });

  test('that waits for another try goes at once with all its tries before it, and none is added', async () => {
    const { householdId } = await newViewer();
    const accountId = newId();
    const job = { name: 'read-owners', data: { householdId, accountId } } as const;
    const boss = await quietBoss({ connectionString: db.url, max: 1 }).start();
    const fetched = () => boss.fetch<typeof job.data>('read-owners', { batchSize: 10 });
    try {
      await transactFor(householdId, (tx) => enqueue(tx, job));
      // It fails for the first time, and as if it had for the tenth.
      for (const failed of await fetched()) await boss.fail('read-owners', failed);
      await db.query(`UPDATE pgboss.job SET retry_count = 9 WHERE data->>'accountId' = $1`, [accountId]);
      expect(await fetched()).toEqual([]);
      await transactFor(householdId, async (tx) => {
        await enqueue(tx, job);
        expect(await fetched()).toEqual([]);
      });
      expect(await jobsOf(accountId)).toEqual([{ state: 'retry', cause: null }]);
      expect(await fetched()).toMatchObject([{ data: { accountId }, retryCount: 1 }]);
    } finally {
      await boss.stop({ graceful: false });
    }
  });

  test('is promised without reading what is done or what else waits', async () => {
    const url = await db.another('migrated');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query(`INSERT INTO pgboss.job_common (name, state, singleton_key, policy)
        SELECT 'sync-account', CASE WHEN n % 10 = 0 THEN 'created' ELSE 'completed' END::pgboss.job_state, n::text, 'short'
        FROM generate_series(1, 5000) n`);
      await client.query('ANALYZE pgboss.job_common');
      const blocks = async (key: string) => {
        const sql = `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT hold_waiting_job('sync-account', '${key}')`;
        const [{ Plan: plan }] = (await client.query(sql)).rows[0]['QUERY PLAN'];
        return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      };
      // A few blocks of each index, of a row, and of the catalog: the function plans its first calls.
      await blocks('none');
      expect(await blocks('none')).toBeLessThan(50);
      expect(await blocks('4000')).toBeLessThan(50);
    } finally {
      await client.end();
    }
  });

  test('with a payload that is not its own is refused', async () => {
    const { householdId } = await newViewer();
    const wrong = { name: 'sync-account', data: { householdId, accountId: 'x', cause: 'event' } } as const;
    await expect(transactFor(householdId, (tx) => enqueue(tx, wrong))).rejects.toThrow(/UUID/i);
  });

  test('that fails is tried again, and what is kept of the failure names no one', async () => {
    const { householdId } = await newViewer();
    const accountId = newId();
    const attempts: number[] = [];
    const again = Promise.withResolvers<void>();
    const worker = await startWorker(
      handlers({
        'sync-account': async (data, { attempt }) => {
          if (data.accountId !== accountId) return;
          attempts.push(attempt);
          if (attempt === 1) throw new Error('the balance of jane@example.com is wrong');
          again.resolve();
        },
      }),
    );
    try {
      await transactFor(householdId, (tx) => enqueue(tx, syncOf(householdId, accountId)));
      await again.promise;
      const [row] = await db.query<{ output: string }>(
        "SELECT output::text FROM pgboss.job WHERE data->>'accountId' = $1",
        [accountId],
      );
      expect(row?.output ?? '').not.toMatch(/jane/);
    } finally {
      await worker.stop();
    }
    expect(attempts).toEqual([1, 2]);
  });
});

test('a household’s work may add a job but not read, change or remove those of others', async () => {
  const { householdId } = await newViewer();
  for (const sql of [
    'SELECT data FROM pgboss.job_common',
    'SELECT data FROM pgboss.job',
    "UPDATE pgboss.job_common SET data = '{}'",
    'DELETE FROM pgboss.job_common',
  ]) {
    await expect(
      transactFor(householdId, (tx) => tx.$executeRawUnsafe(sql)),
      sql,
    ).rejects.toThrow(/permission denied/);
  }
});

test('a worker shows that it lives, and that it has gone', async () => {
  expect(await countWorkers(database())).toBe(0);
  const worker = await startWorker(handlers({}));
  expect(await countWorkers(database())).toBe(1);
  await worker.stop();
  expect(await countWorkers(database())).toBe(0);
});

test('queues of an earlier Plumb, and the jobs that wait in them, keep one waiting per key like new ones', async () => {
  const url = await db.another('migrated');
  await installJobs(url);
  const boss = await quietBoss({ connectionString: url, max: 1 }).start();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`UPDATE pgboss.queue SET policy = 'stately'`);
    const send = (key: string) => boss.send('sync-account', {}, { singletonKey: key });
    await send('runs');
    await boss.fetch('sync-account');
    await send('waits');
    await installJobs(url);
    const { rows } = await client.query(`SELECT DISTINCT policy FROM pgboss.queue WHERE name = 'sync-account'
      UNION SELECT policy FROM pgboss.job WHERE name = 'sync-account'`);
    expect(rows).toEqual([{ policy: 'short' }]);
    expect(await send('waits')).toBeNull();
    expect(await send('runs')).not.toBeNull();
  } finally {
    await client.end();
    await boss.stop({ graceful: false });
  }
});

test('the queue installs twice at once and again', async () => {
  const url = await db.another('migrated');
  await Promise.all([installJobs(url), installJobs(url)]);
  await installJobs(url);
});
