import { hereFor } from '#app/_shared/here.ts';
import { type Tx, transact } from '#lib/db/transact.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { decodeCursor, namedIn, parseFilter } from '#lib/ledger/filter.ts';
import { hasNamed } from '#lib/ledger/named-query.ts';

/** How many rows come with the document, and how many with each further request. */
export const firstPageSize = 50;
export const pageSize = 100;

/** Whether all that an address of the list names by id is there for this viewer; asks only where it names something. */
export async function leadsSomewhere(viewer: Viewer, params: URLSearchParams): Promise<boolean> {
  const named = namedIn(params);
  if (named.accountIds.length === 0 && named.row === null && named.interval === null) return true;
  return transact(viewer, (tx) => hasNamed(tx, named), { readOnly: true });
}

/** Reads what an address asks of the list, and runs `work` on it in one read of one snapshot. */
export async function withListRequest<T>(
  viewer: Viewer,
  params: URLSearchParams,
  work: (tx: Tx, asked: Asked) => Promise<T>,
): Promise<T> {
  const here = await hereFor(viewer);
  const { currency } = viewer;
  const cursor = decodeCursor(params.get('cursor'));
  const { filter, problems } = parseFilter(params, currency);
  return transact(viewer, (tx) => work(tx, { here, currency, filter, problems, cursor }), { readOnly: true });
}

export type Asked = ReturnType<typeof parseFilter> & {
  here: Awaited<ReturnType<typeof hereFor>>;
  currency: string;
  cursor: ReturnType<typeof decodeCursor>;
};
