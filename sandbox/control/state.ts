import { Hono } from 'hono';
import { households } from '#sandbox/people/households.ts';
import { type AccountRow, accountObject } from '#sandbox/world/accounts.ts';
import { balanceAt, bankAccount, pendingAt } from '#sandbox/world/bank.ts';
import { now } from '#sandbox/world/clock.ts';
import type { EndpointRow } from '#sandbox/world/events.ts';
import { armedFaults } from '#sandbox/world/faults.ts';
import { commit, type World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { worldOf } from './answers.ts';
import { clockOf } from './clock.ts';

/** What there is: worlds, and the whole of one at a glance with the true balances beside the told ones. */
export function stateRoutes(worlds: Worlds): Hono {
  const app = new Hono();
  app.get('/worlds', (context) =>
    context.json({ worlds: worlds.all().map((world) => ({ world: world.name, seed: world.seed, ...clockOf(world) })) }),
  );
  app.get('/state', (context) => {
    const world = worldOf(context, worlds);
    return context.json(commit(world, () => stateOf(world)));
  });
  return app;
}

function stateOf(world: World) {
  const accounts = world.store.all<AccountRow>('select * from accounts order by seq');
  return {
    world: world.name,
    seed: world.seed,
    ...clockOf(world),
    born: new Date(world.born * 1000).toISOString(),
    pace: world.pace,
    counts: counts(world),
    accounts: accounts.map((row) => accountState(world, row)),
    households: households.map((household) => householdState(world, household.key, accounts)),
    endpoints: world.store
      .all<EndpointRow>('select * from endpoints order by seq')
      .map(({ id, url, status, enabled_events: events }) => ({ id, url, status, enabledEvents: JSON.parse(events) })),
    faults: armedFaults(world),
    due: world.store
      .all<{ at: number; kind: string; subject: string }>('select at, kind, subject from due order by at, id limit 50')
      .map((due) => ({ ...due, at: new Date(due.at * 1000).toISOString() })),
  };
}

function counts(world: World) {
  const count = (table: string) => world.store.get<{ n: number }>(`select count(*) as n from ${table}`)?.n ?? 0;
  const states = world.store.all<{ state: string; n: number }>(
    'select state, count(*) as n from deliveries group by state',
  );
  return {
    customers: count('customers'),
    sessions: count('sessions'),
    accounts: count('accounts'),
    transactions: count('transactions'),
    events: count('events'),
    mail: count('mail'),
    deliveries: Object.fromEntries(states.map(({ state, n }) => [state, n])),
  };
}

function accountState(world: World, row: AccountRow) {
  const told = accountObject(row);
  const rows = world.store.all<{ status: string; n: number; total: number }>(
    `select json_extract(json, '$.status') as status, count(*) as n, sum(json_extract(json, '$.amount')) as total
     from transactions where account = ? group by 1`,
    row.id,
  );
  return {
    id: row.id,
    bankAccount: row.bank_account,
    customer: row.customer,
    name: told.display_name,
    institution: told.institution_name,
    last4: told.last4,
    subcategory: told.subcategory,
    status: row.status,
    permissions: told.permissions,
    subscribed: told.subscriptions?.includes('transactions') ?? false,
    toldBalance: told.balance,
    trueBalance: truthOf(world, row.bank_account),
    transactions: Object.fromEntries(rows.map(({ status, n, total }) => [status, { count: n, total }])),
    refreshes: {
      balance: told.balance_refresh,
      ownership: told.ownership_refresh,
      transactions: told.transaction_refresh,
    },
  };
}

function householdState(world: World, key: string, linked: AccountRow[]) {
  const household = households.find((candidate) => candidate.key === key);
  if (!household) throw new Error(`No household ${key}`);
  return {
    key,
    title: household.title,
    story: household.story,
    usernames: household.usernames,
    accounts: household.accounts.map((account) => ({
      key: account.key,
      institution: account.institution,
      name: account.displayName,
      last4: account.last4,
      subcategory: account.subcategory,
      trueBalance: truthOf(world, account.key),
      linked: linked.filter((row) => row.bank_account === account.key).map((row) => row.id),
    })),
  };
}

/** Posted and pending at this moment, or null while nobody has asked for this household's life yet. */
function truthOf(world: World, accountKey: string) {
  const { household } = bankAccount(accountKey);
  const lived = world.store.get('select 1 from lives where household = ?', household ?? '');
  if (!lived) return null;
  return { posted: balanceAt(world, accountKey, now(world)), pending: pendingAt(world, accountKey, now(world)) };
}
