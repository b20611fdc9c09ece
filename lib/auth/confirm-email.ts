import { isAPIError } from 'better-auth/api';
import type { Result } from '#lib/result.ts';
import { failed, ok } from '#lib/result.ts';
import type { Asker } from './asker.ts';
import { library } from './library.ts';
import { limits } from './limits.ts';
import { countHit } from './throttle.ts';

/** Confirms the address that a mailed link speaks of. Confirming twice is as good as once. */
export async function confirmEmail(
  token: string,
  asker: Asker,
  wallNow: Date,
): Promise<Result<null, 'expired' | 'invalid' | 'too-many'>> {
  const from = await countHit(limits.linkFrom, asker.addressKey, wallNow);
  if (!from.ok) return failed('too-many');
  try {
    await library().api.verifyEmail({ query: { token } });
    return ok(null);
  } catch (error) {
    if (!isAPIError(error)) throw error;
    return failed(error.body?.code === 'TOKEN_EXPIRED' ? 'expired' : 'invalid');
  }
}
