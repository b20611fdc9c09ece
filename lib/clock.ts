import { z } from 'zod';
import { env } from './env.ts';

const answer = z.object({ nowMs: z.number().int() });

/** How long we wait for the address that gives product time, in milliseconds. */
const patienceMs = 2_000;

/**
 * Product time: days, due dates, freshness, every domain timestamp. Asked once per request or job by its door, then passed
 * down. Comes from CLOCK_URL when that is set (a bank in a box whose days can be moved), else from the wall clock. Throws
 * when the address does not answer: a wrong day would be worse than an error.
 */
export async function now(): Promise<Date> {
  const address = env().CLOCK_URL;
  if (address === null) return wallNow();
  const response = await fetch(address, { signal: AbortSignal.timeout(patienceMs), cache: 'no-store' });
  if (!response.ok) throw new Error(`The clock at CLOCK_URL answered ${response.status}`);
  return new Date(answer.parse(await response.json()).nowMs);
}

/** The wall clock, for transport and safety: signatures, sessions, limits, leases, retries, logs. */
export function wallNow(): Date {
  return new Date();
}
