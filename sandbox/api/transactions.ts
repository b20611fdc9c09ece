import { z } from 'zod';
import { accountRow, findAccount } from '#sandbox/world/accounts.ts';
import type { Transaction, TransactionRow } from '#sandbox/world/copying.ts';
import type { JsonText } from '#sandbox/world/json-text.ts';
import type { World } from '#sandbox/world/world.ts';
import { refuseDisconnected } from './accounts.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { ApiError, missing } from './error.ts';
import { type Condition, cursorOf, type List, limitOf, listText, within } from './lists.ts';
import { expand, paging, range, text } from './parameters.ts';

const base = '/v1/financial_connections/transactions';
const what = 'financial_connections.transaction';

const listing = z.strictObject({
  account: text,
  transacted_at: range.optional(),
  transaction_refresh: z.strictObject({ after: text }).optional(),
  ...paging,
});
type Listing = z.infer<typeof listing>;

export const transactionEndpoints: Endpoint[] = [
  endpoint('GET', base, listing, ({ world, params }) => {
    const account = findAccount(world, params.account);
    if (!account) throw missing('financial_connections.account', params.account, 'account', 'parameters');
    refuseDisconnected(account);
    if (account.read_until === null) {
      throw new ApiError(400, `The account ${account.id} has not had a successful transaction refresh yet.`, {
        code: 'financial_connections_no_successful_transaction_refresh',
        param: 'account',
      });
    }
    return pageText(world, params);
  }),
  endpoint('GET', `${base}/:transaction`, z.strictObject(expand), ({ world, path }) => {
    const id = path.transaction ?? '';
    const row = world.store.get<TransactionRow>('select * from transactions where id = ?', id);
    if (!row) throw missing(what, id, 'transaction', 'path');
    refuseDisconnected(accountRow(world, row.account));
    return row.json;
  }),
];

/** So many changed rows may be sorted for each page; with more, the order of the list leads. */
const fewRows = 2_000;

/**
 * A page as text: the rows' own JSON joined, newest first. Cursors are keyset positions in (transacted_at, id), so a deep
 * page costs what the first one does.
 */
function pageText(world: World, params: Listing): JsonText<List<Transaction>> {
  const limit = limitOf(params);
  const cursor = cursorOf(params);
  const conditions: Condition[] = [
    { sql: 'account = ?', values: [params.account] },
    ...within('transacted_at', params.transacted_at),
  ];
  let index = 'transactions_by_moment';
  if (params.transaction_refresh) {
    const after = refreshNumber(world, params.account, params.transaction_refresh.after);
    conditions.push({ sql: 'refresh > ?', values: [after] });
    if (changedSince(world, params.account, after) <= fewRows) index = 'transactions_by_refresh';
  }
  const backwards = cursor?.direction === 'before';
  if (cursor) {
    const at = world.store.get<{ transacted_at: number }>(
      'select transacted_at from transactions where id = ? and account = ?',
      cursor.id,
      params.account,
    );
    if (!at) throw missing(what, cursor.id, cursor.param, 'parameters');
    conditions.push({
      sql: `(transacted_at, id) ${backwards ? '>' : '<'} (?, ?)`,
      values: [at.transacted_at, cursor.id],
    });
  }
  const order = backwards ? 'asc' : 'desc';
  const rows = world.store.all<Pick<TransactionRow, 'json'>>(
    `select json from transactions indexed by ${index} where ${conditions.map(({ sql }) => sql).join(' and ')}
     order by transacted_at ${order}, id ${order} limit ?`,
    ...conditions.flatMap(({ values }) => values),
    limit + 1,
  );
  const texts = rows.slice(0, limit).map(({ json }) => json);
  if (backwards) texts.reverse();
  return listText(base, texts, rows.length > limit);
}

function refreshNumber(world: World, account: string, id: string): number {
  const row = world.store.get<{ seq: number }>('select seq from refreshes where id = ? and account = ?', id, account);
  if (!row) throw missing('transaction refresh', id, 'transaction_refresh[after]', 'parameters');
  return row.seq;
}

function changedSince(world: World, account: string, refresh: number): number {
  const row = world.store.get<{ count: number }>(
    'select count(*) as count from (select 1 from transactions where account = ? and refresh > ? limit ?)',
    account,
    refresh,
    fewRows + 1,
  );
  return row?.count ?? 0;
}
