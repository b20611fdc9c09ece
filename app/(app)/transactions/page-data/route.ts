import { currentViewer } from '#app/_shared/viewer.ts';
import { transactionPage } from '#lib/ledger/queries.ts';
import { leadsSomewhere, pageSize, withListRequest } from '../request.ts';
import { toWire } from '../wire.ts';

/** Another page of the list, as JSON, for the list in the browser: the same address parameters, and `cursor`. */
export async function GET(request: Request): Promise<Response> {
  const viewer = await currentViewer();
  if (!viewer) return Response.json({ code: 'signed-out' }, { status: 401 });
  const params = new URL(request.url).searchParams;
  if (!(await leadsSomewhere(viewer, params))) return Response.json({ code: 'not-found' }, { status: 404 });
  const page = await withListRequest(viewer, params, async (tx, { filter, cursor, here }) =>
    toWire(await transactionPage(tx, filter, cursor, pageSize), here),
  );
  return Response.json(page, { headers: { 'cache-control': 'private, no-store' } });
}
