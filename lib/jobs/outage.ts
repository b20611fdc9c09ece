import type { PgBoss } from 'pg-boss';
import { wallNow } from '../clock.ts';
import { log } from '../log.ts';
import { scrubText } from '../scrub.ts';

/** What PostgreSQL says when it goes or comes, and the network when nobody is there. */
const codes: ReadonlySet<unknown> = new Set([
  ...['57P01', '57P02', '57P03'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
]);
/** What its driver says, without a code, of a connection that ended in the middle. */
const ended = /^Connection terminated/;
const quietMs = 30_000;

/** error: not of the database's being away; outage: the first word of it, or a further one after a while; known: told just now. */
export type Word = 'error' | 'outage' | 'known';

/**
 * Tells the database's being away from other errors. Every queue notices it by itself, and again each time that it looks: an
 * outage of two seconds is some twenty errors, of which one says it.
 */
export function listenForOutages(): (error: unknown, at: Date) => Word {
  let toldMs = Number.NEGATIVE_INFINITY;
  return (error, at) => {
    if (!isAway(error)) return 'error';
    if (at.getTime() - toldMs < quietMs) return 'known';
    toldMs = at.getTime();
    return 'outage';
  };
}

function isAway(error: unknown): boolean {
  if (!(error instanceof Object)) return false;
  if ('code' in error && error.code !== undefined) return codes.has(error.code);
  return 'message' in error && ended.test(String(error.message));
}

/** One for the process: all its queues notice the same outage. */
const wordOf = listenForOutages();

/** Writes what goes wrong in a queue into the log. */
export function logErrorsOf(boss: PgBoss): void {
  boss.on('error', (error) => {
    const word = wordOf(error, wallNow());
    if (word === 'error') log().error({ err: error }, 'the job queue');
    if (word === 'outage') log().warn({ message: scrubText(error.message) }, 'the job queue: the database is away');
  });
}
