import { wallNow } from '#lib/clock.ts';
import { env } from '#lib/env.ts';

/** How long an answer of the bank is good for: whoever asks about our health asks often, and the bank is not ours to ask. */
const goodForMs = 5_000;

let last: { address: string; askedAt: number; answer: Promise<true> } | null = null;

/**
 * Whether the bank can be reached, as of a few seconds ago at most; throws why not. Any answer of it will do, also "not
 * authorized": it says that somebody is there.
 *
 * @param patienceMs how long to wait for it
 */
export function isBankReachable(patienceMs: number): Promise<true> {
  const address = env().STRIPE_API_URL ?? 'https://api.stripe.com';
  const askedAt = wallNow().getTime();
  if (last?.address === address && Math.abs(askedAt - last.askedAt) < goodForMs) return last.answer;
  const answer = fetch(address, {
    redirect: 'manual',
    signal: AbortSignal.timeout(patienceMs),
    cache: 'no-store',
  }).then((): true => true);
  last = { address, askedAt, answer };
  return answer;
}
