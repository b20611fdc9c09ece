import { isWorldName } from '#sandbox/world/worlds.ts';
import { ApiError } from './error.ts';

/** A request's key and the world it names; throws 401, or 403 for a publishable key where a secret one is needed. */
export function worldOfKey(authorization: string | undefined, publishable = false): { key: string; world: string } {
  const key = keyOf(authorization);
  if (key === null || key === '') {
    throw new ApiError(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details.",
      { unexecuted: true },
    );
  }
  const [, kind, name] = /^(sk|pk|rk)_test_(.+)$/.exec(key) ?? [];
  if (!name || !isWorldName(name)) {
    throw new ApiError(401, `Invalid API Key provided: ${masked(key)}`, { unexecuted: true });
  }
  if (kind === 'pk' && !publishable) {
    throw new ApiError(
      403,
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      { code: 'secret_key_required', unexecuted: true },
    );
  }
  return { key, world: name };
}

/** The world that a publishable key names, or null when it is none. */
export function worldOfPublishableKey(key: string): string | null {
  const name = /^pk_test_(.+)$/.exec(key)?.[1];
  return name !== undefined && isWorldName(name) ? name : null;
}

function keyOf(authorization: string | undefined): string | null {
  const [, scheme, value] = /^(Bearer|Basic)\s+(.+)$/i.exec(authorization ?? '') ?? [];
  if (!scheme || !value) return null;
  if (scheme.toLowerCase() === 'bearer') return value.trim();
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? null;
}

function masked(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}
