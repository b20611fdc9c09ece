import { BadSignature } from '#lib/bank/types.ts';
import { now, wallNow } from '#lib/clock.ts';
import { newErrorId } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { receiveEvent } from '#lib/sync/receive-event.ts';

export const runtime = 'nodejs';

/** A bank's event is a few kilobytes; nobody else needs to make us read more. */
const mostBytes = 512 * 1024;

/** The bank's door. 200 is said only when the event is stored or not ours; 400 to a signature that does not fit. */
export async function POST(request: Request): Promise<Response> {
  try {
    const body = await readBody(request);
    if (body === null) return answer(413, 'too-large');
    const signature = request.headers.get('stripe-signature') ?? '';
    return answer(200, await receiveEvent({ body, signature, wallNow: wallNow(), now: await now() }));
  } catch (error) {
    if (error instanceof BadSignature) {
      log().warn({ reason: error.message }, 'an event was refused');
      return answer(400, 'bad-signature');
    }
    const errorId = newErrorId();
    log().error({ err: error, errorId }, 'an event could not be stored');
    return answer(500, 'failed');
  }
}

/** The raw body; null when it is longer than `mostBytes`, whatever length the request says it has, or none. */
async function readBody(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > mostBytes) return null;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > mostBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answer(status: number, outcome: string): Response {
  return Response.json({ outcome }, { status });
}
