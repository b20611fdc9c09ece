import { fromPrisma, type PgBoss } from 'pg-boss';
import { env } from '../env.ts';
import { type Job, jobSchemas, keyOf } from './jobs.ts';
import { logErrorsOf } from './outage.ts';
import { quietBoss } from './queue.ts';

/** Any open transaction of ours, of a household or outside. */
type Transaction = Parameters<typeof fromPrisma>[0] & {
  $queryRawUnsafe<T>(sql: string, ...values: unknown[]): Promise<T>;
};

const slot = Symbol.for('plumb.jobs');
const shared = globalThis as unknown as Record<symbol, Promise<PgBoss> | undefined>;

/** How often a job is promised anew when another adds one of its key, and a worker takes that, in that very moment. */
const attempts = 5;

/**
 * Promises a job in the caller's transaction: it runs when that commits, and never was when it rolls back. Per key at most
 * one waits: when one already does, this call adds nothing, and the waiting one is held until the caller's transaction
 * ends, so that it sees what the caller wrote; one that failed and waits for another try goes at once, with all its tries
 * before it. Another of the key may run meanwhile: handlers bear that. The key is the job's own (see `keyOf`) unless one is
 * given.
 */
export async function enqueue(tx: Transaction, job: Job): Promise<void> {
  const data = jobSchemas[job.name].parse(job.data);
  const key = job.key ?? keyOf(job.name, data as never);
  const boss = await sender();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const [held] = await tx.$queryRawUnsafe<{ waits: boolean }[]>(
      'SELECT public.hold_waiting_job($1, $2) AS waits',
      job.name,
      key,
    );
    if (held?.waits) return;
    const id = await boss.send(job.name, data, { singletonKey: key, db: fromPrisma(tx) });
    if (id !== null) return;
  }
  throw new Error(`The job ${job.name} could not be promised: workers take its key faster than it can be added`);
}

/** The process's one sender. It has a connection of its own for what it must know of the queues; jobs go by the caller's. */
function sender(): Promise<PgBoss> {
  shared[slot] ??= (async () => {
    const boss = quietBoss({ connectionString: env().DATABASE_URL, application_name: 'plumb-enqueue', max: 1 });
    logErrorsOf(boss);
    return boss.start();
  })().catch((error) => {
    // The next caller tries again: a database that was down at first must not silence the process for ever.
    shared[slot] = undefined;
    throw error;
  });
  return shared[slot];
}
