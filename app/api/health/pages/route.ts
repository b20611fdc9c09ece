import { connection } from 'next/server';
import { canMakePages } from '../look-at-parts.ts';

/** Whether a page can be made now: 204 when it can, 503 when not. A page asks before it renews itself, and before it is left for a search. */
export async function GET(): Promise<Response> {
  await connection();
  return new Response(null, { status: (await canMakePages()) ? 204 : 503, headers: { 'cache-control': 'no-store' } });
}
