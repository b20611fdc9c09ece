import { type Clock, type ConstructorOptions, PgBoss, type QueueOptions } from 'pg-boss';
import { wallNow } from '../clock.ts';
import type { JobName } from './jobs.ts';

/** pg-boss' own schema. Its tables are named in SQL only in install.ts. */
export const queueSchema = 'pgboss';

const retryLimit = 15;

/** How long a job may run, in milliseconds of the wall clock: as long as a bank may need to give a long history. */
export const longestJobMs = 3_600_000;

/** Whether a job that throws in this attempt (counted from 1) is given another. */
export function isTriedAgain(attempt: number): boolean {
  return attempt <= retryLimit;
}

/**
 * How failures are treated, in seconds. A worker that dies misses its heartbeat and its job is given to the next; a bank
 * that is down is asked again for about an hour, then the sweep finds what is still missing.
 *
 * Per key one job waits (policy short), for its first try or for another. That only one runs is not the queue's to promise:
 * pg-boss would go by a list of running keys that is up to a minute old, and leave a job lying for that long.
 */
export const queueOptions: QueueOptions = {
  retryLimit,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 600,
  expireInSeconds: longestJobMs / 1_000,
  heartbeatSeconds: 10,
  deleteAfterSeconds: 7 * 24 * 3_600,
};

/** A letter holds a link that lets somebody in: it is not kept once it is sent. */
export const shortLived: ReadonlySet<JobName> = new Set(['send-mail']);

/** Timers that never keep a process alive that has nothing else to do. */
const quietClock: Clock = {
  now: () => wallNow().getTime(),
  setTimeout: (fn, ms) => setTimeout(fn, ms).unref(),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
  setInterval: (fn, ms) => setInterval(fn, ms).unref(),
  clearInterval: (handle) => clearInterval(handle as NodeJS.Timeout),
};

/** pg-boss hands its options on to the pool of pg: an idle connection need not keep a process alive either. */
const quietPool = { allowExitOnIdle: true, idleTimeoutMillis: 10_000 } as ConstructorOptions;

/** A pg-boss that does nothing by itself: it neither migrates, nor maintains, nor keeps time. */
export function quietBoss(options: ConstructorOptions): PgBoss {
  return new PgBoss({
    schema: queueSchema,
    migrate: false,
    supervise: false,
    schedule: false,
    clock: quietClock,
    ...quietPool,
    ...options,
  });
}
