import type { RateLimit, World } from '#sandbox/world/world.ts';
import type { Endpoint } from './endpoint.ts';
import { ApiError } from './error.ts';

/** A bucket holds what may be asked in one second and fills again evenly. */
type Bucket = { tokens: number; atMs: number };

const buckets = new WeakMap<World, { of: RateLimit; kept: Map<string, Bucket> }>();

type Asked = { key: string; endpoint: Endpoint | null; nowMs: number };

/**
 * Counts a request against the limits of its key, if the world keeps any; throws 429 when a bucket is empty. A request
 * that is refused costs nothing. Waiting is the caller's business: there is no header that says for how long.
 */
export function countRequest(world: World, asked: Asked): void {
  const limit = world.pace.rateLimit;
  if (!limit) return;
  const kept = keptFor(world, limit);
  const taken: Bucket[] = [];
  for (const { name, perSecond, reason } of bucketsOf(limit, asked)) {
    const bucket = kept.get(name) ?? { tokens: perSecond, atMs: asked.nowMs };
    kept.set(name, bucket);
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((asked.nowMs - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = asked.nowMs;
    if (bucket.tokens < 1) {
      throw new ApiError(
        429,
        'Request rate limit exceeded. Learn more about rate limits at https://stripe.com/docs/rate-limits.',
        {
          code: 'rate_limit',
          unexecuted: true,
          rateLimited: reason,
          ...(limit.shouldRetry === undefined ? {} : { shouldRetry: limit.shouldRetry }),
        },
      );
    }
    taken.push(bucket);
  }
  for (const bucket of taken) bucket.tokens -= 1;
}

/** The buckets of a world; full again when its limits change. */
function keptFor(world: World, limit: RateLimit): Map<string, Bucket> {
  const known = buckets.get(world);
  if (known?.of === limit) return known.kept;
  const made = { of: limit, kept: new Map<string, Bucket>() };
  buckets.set(world, made);
  return made.kept;
}

type Draw = { name: string; perSecond: number; reason: 'global-rate' | 'endpoint-rate' };

/** The buckets that a request draws from. */
function bucketsOf(limit: RateLimit, { key, endpoint }: Asked): Draw[] {
  const isSearch = endpoint?.path.endsWith('/search') ?? false;
  const kind = endpoint?.method === 'GET' ? 'reads' : 'writes';
  const address = endpoint ? `${endpoint.method} ${endpoint.path}` : 'none';
  const draw = (name: string, perSecond: number | undefined, reason: Draw['reason']): Draw[] =>
    perSecond === undefined ? [] : [{ name: `${key} ${name}`, perSecond, reason }];
  return [
    ...draw('total', limit.total, 'global-rate'),
    ...draw(kind, limit[kind], 'global-rate'),
    ...draw(isSearch ? 'search' : address, isSearch ? limit.search : limit.endpoint, 'endpoint-rate'),
  ];
}
