import { env } from '#lib/env.ts';
import type { Asker } from './asker.ts';
import { library } from './library.ts';
import { limits } from './limits.ts';
import { countHit } from './throttle.ts';

/** What may be asked of the auth library by HTTP. Whatever takes a password goes through our actions and their limits. */
const open = new Set(['GET /api/auth/get-session', 'POST /api/auth/sign-out']);

/** Answers a request to the auth library's routes: 404 for what is not open, 429 beyond the limit of the address. */
export async function answerAuthRequest(
  method: string,
  path: string,
  headers: Headers,
  asker: Asker,
  wallNow: Date,
): Promise<Response> {
  if (!open.has(`${method} ${path}`)) return new Response(null, { status: 404 });
  const hit = await countHit(limits.actionsFrom, asker.addressKey, wallNow);
  if (!hit.ok) {
    return new Response(null, { status: 429, headers: { 'retry-after': String(Math.ceil(hit.waitMs / 1000)) } });
  }
  return library().handler(new Request(new URL(path, env().PUBLIC_URL), { method, headers }));
}
