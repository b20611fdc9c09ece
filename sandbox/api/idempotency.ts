import { hash } from 'node:crypto';
import { wallMs } from '#sandbox/world/clock.ts';
import type { World } from '#sandbox/world/world.ts';
import { ApiError } from './error.ts';
import type { Raw } from './parameters.ts';

export type Remembered = { status: number; body: string; requestId: string };

const keptMs = 24 * 3_600_000;

/** What identifies a request besides its key. */
export function fingerprintOf(method: string, path: string, params: Raw): string {
  return hash('sha256', `${method} ${path} ${JSON.stringify(params)}`, 'base64url');
}

/**
 * The answer that a key has already had, or null when it is new. Another request under the same key is a 400, a twin that
 * is still on its way a 409.
 */
export function recall(world: World, key: string, fingerprint: string): Remembered | null {
  if (key.length > 255) {
    throw new ApiError(400, 'Idempotency keys may not be longer than 255 characters.', {
      type: 'idempotency_error',
      unexecuted: true,
    });
  }
  const known = world.store.get<{
    fingerprint: string;
    status: number;
    body: string;
    request_id: string;
    wall_ms: number;
  }>('select * from idempotency where key = ?', key);
  if (known && known.wall_ms > wallMs() - keptMs) {
    if (known.fingerprint !== fingerprint) {
      throw new ApiError(
        400,
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        { type: 'idempotency_error', unexecuted: true, shouldRetry: false },
      );
    }
    return { status: known.status, body: known.body, requestId: known.request_id };
  }
  if (world.busyKeys.has(key)) {
    throw new ApiError(
      409,
      `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
      { code: 'idempotency_key_in_use', type: 'invalid_request_error', unexecuted: true, shouldRetry: true },
    );
  }
  return null;
}

/** Keeps the answer under its key, in the transaction of what was done, and lets go of keys older than a day. */
export function remember(world: World, key: string, fingerprint: string, answer: Remembered): void {
  world.store.run('delete from idempotency where wall_ms <= ?', wallMs() - keptMs);
  world.store.run(
    'insert or replace into idempotency values (?, ?, ?, ?, ?, ?)',
    key,
    fingerprint,
    answer.status,
    answer.body,
    answer.requestId,
    wallMs(),
  );
}
