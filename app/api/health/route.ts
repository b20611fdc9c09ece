import { connection } from 'next/server';
import { lookAtParts } from './look-at-parts.ts';

/** Whether everything that the app needs is there: 200 when it is, 503 when a part is not; each part by its name. */
export async function GET(): Promise<Response> {
  await connection();
  const health = await lookAtParts();
  return Response.json(health, {
    status: health.status === 'ok' ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
  });
}
