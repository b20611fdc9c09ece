import type { PgBoss } from 'pg-boss';
import { database } from '../db/client.ts';
import { env } from '../env.ts';
import { newErrorId } from '../errors.ts';
import { log } from '../log.ts';
import { scrubText } from '../scrub.ts';
import { startHeartbeat } from './heartbeat.ts';
import { type JobData, type JobName, jobNames, jobSchemas, keyOf } from './jobs.ts';
import { logErrorsOf } from './outage.ts';
import { quietBoss } from './queue.ts';

/** What a handler may want to know: `attempt` counts from 1. */
export type JobContext = { attempt: number };

/** One handler per job. A handler that throws is tried again later; one that returns is done. */
export type JobHandlers = { [Name in JobName]: (data: JobData<Name>, context: JobContext) => Promise<void> };

export type Worker = {
  /** Takes no more jobs, waits (up to `graceMs`) for the running ones, and closes. */
  stop(graceMs?: number): Promise<void>;
};

/** How many jobs of a kind one worker runs at once. */
const atOnce: { [Name in JobName]: number } = {
  'sync-account': 2,
  'finish-link': 2,
  'disconnect-replaced': 1,
  'read-owners': 1,
  'request-balance': 1,
  'record-balance': 2,
  'handle-bank-event': 2,
  sweep: 1,
  'send-mail': 1,
  'erase-household': 1,
};

/**
 * Starts working on all queues. New jobs are announced by the database; polling is what remains when that fails. Several
 * workers on one database share the work.
 */
export async function startWorker(handlers: JobHandlers): Promise<Worker> {
  const boss = quietBoss({
    connectionString: env().DATABASE_URL,
    application_name: 'plumb-jobs',
    max: 4,
    useListenNotify: true,
    supervise: true,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  });
  logErrorsOf(boss);
  boss.on('warning', ({ message }) => log().warn({ message: scrubText(message) }, 'the job queue'));
  await boss.start();
  for (const name of jobNames) {
    for (let one = 0; one < atOnce[name]; one += 1) await listen(boss, name, handlers);
  }
  const heartbeat = await startHeartbeat(database());
  const sweeps = await startSweeps(boss, env().SWEEP_EVERY_SECONDS);
  return {
    async stop(graceMs = 20_000) {
      clearInterval(sweeps);
      await boss.stop({ graceful: true, timeout: graceMs });
      await heartbeat.stop();
    },
  };
}

/** Listens to one queue, as one of those who work on it at once. */
async function listen<Name extends JobName>(boss: PgBoss, name: Name, handlers: JobHandlers): Promise<void> {
  const options = { pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 };
  const self: { id: string | null } = { id: null };
  self.id = await boss.work<unknown>(name, options, async ([job]) => {
    if (!job) return;
    try {
      const data = jobSchemas[name].parse(job.data) as JobData<Name>;
      await handlers[name](data, { attempt: job.retryCount + 1 });
    } catch (error) {
      const errorId = newErrorId();
      log().error({ err: error, errorId, job: name, jobId: job.id, attempt: job.retryCount + 1 }, 'a job failed');
      // The queue keeps what is thrown beside the job: only the number under which the log has the rest.
      throw new Error(`see the log, error ${errorId}`);
    } finally {
      // A job that was announced while all were busy is announced no more: after each job the queue is looked at again,
      // or a row of short jobs would be worked off at the pace of polling.
      if (self.id !== null) boss.notifyWorker(self.id);
    }
  });
}

/** Promises a sweep now and then again each `everySeconds`, however many workers do so. */
async function startSweeps(boss: PgBoss, everySeconds: number): Promise<NodeJS.Timeout> {
  const promise = () =>
    boss
      .send('sweep', {}, { singletonKey: keyOf('sweep', {}), singletonSeconds: everySeconds })
      .catch((error) => log().error({ err: error }, 'a sweep could not be promised'));
  await promise();
  return setInterval(promise, everySeconds * 1_000);
}
