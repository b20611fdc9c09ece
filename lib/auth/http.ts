import { env } from '#lib/env.ts';
import { type Asker, libraryHeaders } from './asker.ts';
import { library } from './library.ts';
import { limits } from './limits.ts';
import { countHit } from './throttle.ts';

/**
 * What may be asked of the auth library by HTTP. Whatever takes a password goes through our actions and their limits, and
 * who is signed in is read on the server: an answer that names the session would hand its token to every script of a page.
 */
const open = new Set(['POST /api/auth/sign-out']);

/**
 * Answers a request to the auth library's routes: 404 for what is not open, 403 for a change that no page of ours asked
 * for, 429 beyond the limit of the address. `origin` is the request's header.
 */
export async function answerAuthRequest(
  request: { method: string; path: string; origin: string | null },
  asker: Asker,
  wallNow: Date,
): Promise<Response> {
  const { method, path, origin } = request;
  const { PUBLIC_URL } = env();
  if (!open.has(`${method} ${path}`)) return new Response(null, { status: 404 });
  if (origin !== new URL(PUBLIC_URL).origin) return new Response(null, { status: 403 });
  const hit = await countHit(limits.actionsFrom, asker.addressKey, wallNow);
  if (!hit.ok) {
    return new Response(null, { status: 429, headers: { 'retry-after': String(Math.ceil(hit.waitMs / 1000)) } });
  }
  const headers = libraryHeaders(asker);
  headers.set('origin', origin);
  return library().handler(new Request(new URL(path, PUBLIC_URL), { method, headers }));
}
