import { z } from 'zod';
import {
  type AccountRow,
  accountObject,
  accountRow,
  findAccount,
  permissionFor,
  permissionsOf,
  updateAccount,
} from '#sandbox/world/accounts.ts';
import { daySeconds, now } from '#sandbox/world/clock.ts';
import { addDue, dropDue } from '#sandbox/world/due.ts';
import { disconnect } from '#sandbox/world/lifecycle.ts';
import { findSession } from '#sandbox/world/linking.ts';
import type { Owner } from '#sandbox/world/owners.ts';
import { features, mayRefresh, startRefresh } from '#sandbox/world/refresh.ts';
import type { World } from '#sandbox/world/world.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { ApiError, missing } from './error.ts';
import { type Condition, list, page } from './lists.ts';
import { expand, paging, text } from './parameters.ts';

const base = '/v1/financial_connections/accounts';

const listing = z.strictObject({
  account_holder: z
    .strictObject({ account: text.optional(), customer: text.optional(), customer_account: text.optional() })
    .optional(),
  session: text.optional(),
  ...paging,
});
const refreshing = z.strictObject({
  features: z.array(z.enum(['balance', 'ownership', 'transactions'])).min(1),
  ...expand,
});
const subscribing = z.strictObject({ features: z.array(z.enum(['transactions'])).min(1), ...expand });

export const accountEndpoints: Endpoint[] = [
  endpoint('GET', base, listing, ({ world, params }) => {
    const source = { table: 'accounts', what: 'financial_connections.account', of: whose(world, params) };
    const { rows, hasMore } = page<AccountRow>(world, source, params);
    return list(base, rows.map(accountObject), hasMore);
  }),
  endpoint('GET', `${base}/:account`, z.strictObject(expand), ({ world, path }) =>
    accountObject(rowOf(world, path.account)),
  ),
  endpoint(
    'GET',
    `${base}/:account/owners`,
    z.strictObject({ ownership: text, ...paging }),
    ({ world, params, path }) => {
      const row = rowOf(world, path.account);
      refuseDisconnected(row);
      const known = world.store.get('select 1 from ownerships where id = ? and account = ?', params.ownership, row.id);
      if (!known) throw missing('financial_connections.account_ownership', params.ownership, 'ownership', 'parameters');
      const of = [{ sql: 'ownership = ?', values: [params.ownership] }];
      const source = { table: 'owners', what: 'financial_connections.account_owner', of, oldestFirst: true };
      const { rows, hasMore } = page<{ object: string }>(world, source, params);
      const owners = rows.map((owner) => JSON.parse(owner.object) as Owner);
      return list(`${base}/${row.id}/owners?ownership=${params.ownership}`, owners, hasMore);
    },
  ),
  endpoint('POST', `${base}/:account/refresh`, refreshing, ({ world, params, path }) => {
    const row = rowOf(world, path.account);
    refuseInactive(row);
    for (const feature of params.features) refuseUnpermitted(row, feature);
    for (const feature of features) {
      if (params.features.includes(feature) && mayRefresh(world, row, feature)) startRefresh(world, row.id, feature);
    }
    return accountObject(accountRow(world, row.id));
  }),
  endpoint('POST', `${base}/:account/subscribe`, subscribing, ({ world, path }) => {
    const row = rowOf(world, path.account);
    refuseInactive(row);
    refuseUnpermitted(row, 'transactions');
    updateAccount(world, row.id, { subscriptions: '["transactions"]' });
    dropDue(world, row.id, ['subscription']);
    addDue(world, now(world) + daySeconds, 'subscription', row.id);
    if (mayRefresh(world, row, 'transactions')) startRefresh(world, row.id, 'transactions');
    return accountObject(accountRow(world, row.id));
  }),
  endpoint('POST', `${base}/:account/unsubscribe`, subscribing, ({ world, path }) => {
    const row = rowOf(world, path.account);
    refuseDisconnected(row);
    dropDue(world, row.id, ['subscription']);
    return accountObject(updateAccount(world, row.id, { subscriptions: '[]' }));
  }),
  endpoint('POST', `${base}/:account/disconnect`, z.strictObject(expand), ({ world, path }) => {
    const row = rowOf(world, path.account);
    disconnect(world, row.id);
    return accountObject(accountRow(world, row.id));
  }),
];

/** The account of a path, or 404. */
function rowOf(world: World, id: string | undefined): AccountRow {
  const row = findAccount(world, id ?? '');
  if (!row) throw missing('financial_connections.account', id ?? '', 'account', 'path');
  return row;
}

/** Nothing of a disconnected account is readable any more. */
export function refuseDisconnected(row: AccountRow): void {
  if (row.status !== 'disconnected') return;
  throw new ApiError(400, `The account ${row.id} is disconnected. Collect it again with a new session.`, {
    param: 'account',
  });
}

function refuseInactive(row: AccountRow): void {
  refuseDisconnected(row);
  if (row.status !== 'inactive') return;
  throw new ApiError(400, `The account ${row.id} is inactive, so its data cannot be refreshed.`, {
    code: 'financial_connections_account_inactive',
  });
}

function refuseUnpermitted(row: AccountRow, feature: keyof typeof permissionFor): void {
  if (permissionsOf(row).includes(permissionFor[feature])) return;
  throw new ApiError(400, `The account ${row.id} does not have the permission \`${permissionFor[feature]}\`.`, {
    param: 'features',
  });
}

/** The one holder or session whose accounts are asked for; more than one is an error, none means all. */
function whose(world: World, params: z.infer<typeof listing>): Condition[] {
  const { account, customer, customer_account: customerAccount } = params.account_holder ?? {};
  const given = { account, customer, customer_account: customerAccount, session: params.session };
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  if (named.length > 1) {
    throw new ApiError(400, 'You may only specify one of these parameters: account_holder, session.', {
      code: 'parameters_exclusive',
      param: named[1]?.[0] === 'session' ? 'session' : `account_holder[${named[1]?.[0]}]`,
      unexecuted: true,
    });
  }
  if (customer !== undefined) return [{ sql: 'customer = ?', values: [customer] }];
  if (account !== undefined) return [{ sql: 'holder_account = ?', values: [account] }];
  if (customerAccount !== undefined) return [{ sql: 'false', values: [] }];
  if (params.session === undefined) return [];
  if (!findSession(world, params.session)) {
    throw missing('financial_connections.session', params.session, 'session', 'parameters');
  }
  const inSession = 'id in (select account from session_accounts where session = ?)';
  return [{ sql: inSession, values: [params.session] }];
}
