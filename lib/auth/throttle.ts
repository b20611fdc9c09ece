import { createHash } from 'node:crypto';
import { database } from '#lib/db/client.ts';
import { type Limit, pause } from './limits.ts';

/** Whether a hit is still within its limit; if not, after how many milliseconds of the wall clock the next one is. */
export type Hit = { ok: true } | { ok: false; waitMs: number };

/**
 * Counts one hit by `subject` (an address key, a user id, an e-mail address) and says whether it is within the limit.
 * One statement, so that a hundred at once are a hundred hits; the count lives in the database and holds for all
 * processes. Hits over the limit do not prolong the window.
 */
export async function countHit(limit: Limit, subject: string, wallNow: Date): Promise<Hit> {
  const windowStart = new Date(wallNow.getTime() - limit.windowMs);
  const [row] = await database().$queryRaw<{ hits: number; window_at: Date }[]>`
    INSERT INTO throttle AS t (key, window_at, hits) VALUES (${keyOf(limit.name, subject)}, ${wallNow}, 1)
    ON CONFLICT (key) DO UPDATE SET
      hits = CASE WHEN t.window_at <= ${windowStart} THEN 1 ELSE least(t.hits + 1, 1000000) END,
      window_at = CASE WHEN t.window_at <= ${windowStart} THEN ${wallNow} ELSE t.window_at END
    RETURNING hits, window_at`;
  if (!row || row.hits <= limit.hits) return { ok: true };
  return { ok: false, waitMs: Math.max(1, row.window_at.getTime() + limit.windowMs - wallNow.getTime()) };
}

/**
 * Begins an attempt to sign in to an account. The attempt counts as a failure **before** the password is looked at, so
 * that many guesses sent at once cannot all slip in below the fifth; a right password clears the count. An account that
 * does not exist is counted like one that does.
 */
export async function beginAttempt(email: string, wallNow: Date): Promise<Hit> {
  const key = keyOf('failures-of', email);
  const forgotten = new Date(wallNow.getTime() - pause.forgetAfterMs);
  // The row as it was decides whether the attempt may go on; the WHERE makes a paused account match nothing.
  const begun = await database().$queryRaw<{ hits: number }[]>`
    INSERT INTO throttle AS t (key, window_at, hits) VALUES (${key}, ${wallNow}, 1)
    ON CONFLICT (key) DO UPDATE SET
      hits = CASE WHEN t.window_at <= ${forgotten} THEN 1 ELSE t.hits + 1 END,
      window_at = ${wallNow},
      paused_to = CASE
        WHEN t.window_at > ${forgotten} AND (t.hits + 1) % ${pause.everyFailures}::int = 0 THEN
          ${wallNow}::timestamptz + least(
            ${pause.firstMs}::float8 * power(2, least((t.hits + 1) / ${pause.everyFailures}::int - 1, 20)),
            ${pause.longestMs}::float8) * interval '1 millisecond'
        ELSE NULL END
    WHERE t.paused_to IS NULL OR t.paused_to <= ${wallNow}
    RETURNING hits`;
  if (begun.length > 0) return { ok: true };
  return { ok: false, waitMs: (await pauseLeft(email, wallNow)) ?? 1 };
}

/** How long an account is still paused, in milliseconds; null when it is not. */
export async function pauseLeft(email: string, wallNow: Date): Promise<number | null> {
  const row = await database().throttle.findUnique({ where: { key: keyOf('failures-of', email) } });
  if (!row?.pausedTo || row.pausedTo <= wallNow) return null;
  return row.pausedTo.getTime() - wallNow.getTime();
}

/** Forgets an account's failures: after the right password, and after a new one was set by mail. */
export async function clearAttempts(email: string): Promise<void> {
  await database().throttle.deleteMany({ where: { key: keyOf('failures-of', email) } });
}

/** Removes counts that no window or pause needs any more; for the sweep. Returns how many. */
export async function forgetOldHits(wallNow: Date): Promise<number> {
  const before = new Date(wallNow.getTime() - 2 * pause.longestMs);
  const { count } = await database().throttle.deleteMany({
    where: { windowAt: { lt: before }, OR: [{ pausedTo: null }, { pausedTo: { lt: before } }] },
  });
  return count;
}

/** E-mail addresses are kept as digests only: the table says nothing about who tried. */
function keyOf(name: string, subject: string): string {
  const part = subject.includes('@') ? createHash('sha256').update(subject.toLowerCase()).digest('base64url') : subject;
  return `${name}:${part}`;
}
