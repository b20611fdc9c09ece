import { hereFor } from '#app/_shared/here.ts';
import { currentViewer } from '#app/_shared/viewer.ts';
import { transact } from '#lib/db/transact.ts';
import { transaction } from '#lib/ledger/detail-query.ts';
import { factsOf } from '../facts.ts';

/** The facts of one row, as JSON, for the drawer. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await currentViewer();
  if (!viewer) return Response.json({ code: 'signed-out' }, { status: 401 });
  const id = new URL(request.url).searchParams.get('id') ?? '';
  const row = await transact(viewer, (tx) => transaction(tx, id), { readOnly: true });
  if (!row) return Response.json({ code: 'not-found' }, { status: 404 });
  return Response.json(factsOf(row, await hereFor(viewer)), { headers: { 'cache-control': 'private, no-store' } });
}
