/** What PostgreSQL says when it goes or comes, and the network when nobody is there. */
const away: ReadonlySet<unknown> = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET']);
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
    if (!(error instanceof Object && 'code' in error && away.has(error.code))) return 'error';
    if (at.getTime() - toldMs < quietMs) return 'known';
    toldMs = at.getTime();
    return 'outage';
  };
}
