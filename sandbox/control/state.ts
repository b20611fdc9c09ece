import { Hono } from 'hono';
import { households } from '#sandbox/people/households.ts';
import { type AccountRow, accountObject } from '#sandbox/world/accounts.ts';
import { balanceAt, bankAccount, countChanged, isClosed, liveUntil, pendingAt } from '#sandbox/world/bank.ts';
import { now } from '#sandbox/world/clock.ts';
import { isBentRow } from '#sandbox/world/copying.ts';
import type { EndpointRow } from '#sandbox/world/events.ts';
import { armedFaults } from '#sandbox/world/faults.ts';
import { type Tally, tallyOf } from '#sandbox/world/tallies.ts';
import type { World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { accountActs } from './accounts.ts';
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
    // Not a commit: looking is nothing that happens, and must not tell the watchers to look again.
    return context.json(world.store.transaction(() => stateOf(world)));
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
    revision: world.revision,
    counts: counts(world, accounts),
    accounts: accounts.map((row) => accountState(world, row)),
    households: households.map((household) => householdState(world, household.key, accounts)),
    endpoints: world.store
      .all<EndpointRow>('select * from endpoints order by seq')
      .map(({ id, url, status, enabled_events: events }) => ({ id, url, status, enabledEvents: JSON.parse(events) })),
    acts: accountActs,
    faults: armedFaults(world),
    due: world.store
      .all<{ at: number; kind: string; subject: string }>('select at, kind, subject from due order by at, id limit 50')
      .map((due) => ({ ...due, at: new Date(due.at * 1000).toISOString() })),
  };
}

function counts(world: World, accounts: AccountRow[]) {
  // Nothing but a reset removes events, so the newest number is how many there are.
  const newest = (table: string, column: string) =>
    world.store.get<{ n: number | null }>(`select max(${column}) as n from ${table}`)?.n ?? 0;
  const count = (table: string) => world.store.get<{ n: number }>(`select count(*) as n from ${table}`)?.n ?? 0;
  const states = world.store.all<{ state: string; n: number }>(
    'select state, count(*) as n from deliveries group by state',
  );
  return {
    customers: count('customers'),
    sessions: count('sessions'),
    accounts: accounts.length,
    transactions: accounts.reduce((sum, { id }) => sum + rowsOf(tallyOf(world, id)), 0),
    events: newest('events', 'seq'),
    mail: count('mail'),
    /** refreshes that will end by themselves; one that hangs is not among them */
    refreshing:
      world.store.get<{ n: number }>(
        "select count(*) as n from refreshes where status = 'pending' and due_wall_ms is not null",
      )?.n ?? 0,
    deliveries: Object.fromEntries(states.map(({ state, n }) => [state, n])),
  };
}

function rowsOf(tally: Tally): number {
  return Object.values(tally).reduce((sum, { count }) => sum + count, 0);
}

function accountState(world: World, row: AccountRow) {
  const told = accountObject(row);
  return {
    id: row.id,
    bankAccount: row.bank_account,
    customer: row.customer,
    customerWords: row.customer === null ? null : customerWords(world, row.customer),
    name: told.display_name,
    institution: told.institution_name,
    last4: told.last4,
    subcategory: told.subcategory,
    status: row.status,
    closed: isClosed(world, row.bank_account),
    permissions: told.permissions,
    numbers: told.account_numbers,
    paysBy: told.supported_payment_method_types,
    statusDetails: told.status_details ?? null,
    subscribed: told.subscriptions?.includes('transactions') ?? false,
    toldBalance: told.balance,
    trueBalance: truthOf(world, row.bank_account),
    transactions: tallyOf(world, row.id),
    rows: rowsBehind(world, row),
    refreshes: {
      balance: told.balance_refresh,
      ownership: told.ownership_refresh,
      transactions: told.transaction_refresh,
    },
  };
}

/** Who a customer is to people, as far as the application has told it. */
function customerWords(world: World, id: string): string {
  const told = world.store.get<{ name: string | null; email: string | null }>(
    "select object ->> '$.name' as name, email from customers where id = ?",
    id,
  );
  return [told?.name, told?.email].filter(Boolean).join(', ') || id;
}

/**
 * What the bank has and Stripe's side has not told: rows that the next refresh brings, rows that a fault keeps back, and
 * rows that a fault has bent.
 */
function rowsBehind(world: World, row: AccountRow) {
  const count = (sql: string) => world.store.get<{ n: number }>(sql, row.id)?.n ?? 0;
  return {
    untold: row.read_until === null ? null : countChanged(world, row.bank_account, row.read_until, row.read_edit),
    withheld: count('select count(*) as n from withheld where account = ?'),
    bent: count(`select count(*) as n from transactions where account = ? and ${isBentRow}`),
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
      closed: isClosed(world, account.key),
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
  liveUntil(world, accountKey, now(world));
  return { posted: balanceAt(world, accountKey, now(world)), pending: pendingAt(world, accountKey, now(world)) };
}
