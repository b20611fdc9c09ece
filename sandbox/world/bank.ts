import { testHouseholds } from '#sandbox/people/fixed.ts';
import { findHousehold, households } from '#sandbox/people/households.ts';
import { beginLife, liveOneDay } from '#sandbox/people/life.ts';
import type { BankAccount, LedgerRow, Life } from '#sandbox/people/types.ts';
import { daySeconds, now, utcDay } from './clock.ts';
import type { World } from './world.ts';

/** A ledger line as the bank's side keeps it. */
export type BankRow = {
  key: string;
  account_key: string;
  amount: number;
  description: string;
  pending_amount: number | null;
  pending_description: string | null;
  authorized_at: number;
  posts_at: number | null;
  posted_at: number | null;
  void_at: number | null;
  truth: string;
  edit: number;
};

/** Days that every life has before the world begins: Stripe's 180 days of history, and some. */
const daysBefore = 190;
/** Lives run ahead of the clock by so many days: a bank's working day begins hours before it does in UTC. */
const daysAhead = 2;

const accountsByKey = new Map<string, BankAccount>();
for (const household of [...households, ...testHouseholds]) {
  for (const account of household.accounts) accountsByKey.set(account.key, account);
}

export function findBankAccount(key: string): BankAccount | undefined {
  return accountsByKey.get(key);
}

export function bankAccount(key: string): BankAccount {
  const account = accountsByKey.get(key);
  if (!account) throw new Error(`No bank account ${key}`);
  return account;
}

/** Whether the bank has closed the account: no login sees it any more. */
export function isClosed(world: World, accountKey: string): boolean {
  return world.store.get('select 1 from bank_closed where account_key = ?', accountKey) !== undefined;
}

export function closeBankAccount(world: World, accountKey: string): void {
  world.store.run('insert or ignore into bank_closed values (?)', accountKey);
}

/** Lets the household behind an account live until it is past `until` (unix seconds). */
export function liveUntil(world: World, accountKey: string, until: number): void {
  const key = bankAccount(accountKey).household;
  if (key === null) return;
  const household = findHousehold(key);
  const lastDay = utcDay(until + daysAhead * daySeconds);
  const stored = world.store.get<{ life: string; next_day: string }>(
    'select life, next_day from lives where household = ?',
    household.key,
  );
  if (stored && stored.next_day > lastDay) return;
  const firstDay = utcDay(world.born - daysBefore * daySeconds);
  let life: Life = stored ? (JSON.parse(stored.life) as Life) : beginLife(household, world.seed, firstDay);
  while (life.nextDay <= lastDay) {
    const day = liveOneDay(household, life);
    for (const row of day.rows) insertRow(world, row, 0);
    life = day.life;
  }
  world.store.run('insert or replace into lives values (?, ?, ?)', household.key, life.nextDay, JSON.stringify(life));
}

/** Writes a ledger line; `edit` > 0 marks one that did not come by the ordinary course of a life. */
export function insertRow(world: World, row: LedgerRow, edit: number): void {
  world.store.run(
    'insert into bank_rows values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    row.key,
    row.accountKey,
    row.amount,
    row.description,
    row.pendingAmount,
    row.pendingDescription,
    row.authorizedAt,
    row.postsAt,
    row.postedAt,
    row.voidAt,
    JSON.stringify(row.truth),
    edit,
  );
  forgetSumFrom(world, row.accountKey, row.postsAt);
}

/** Changes a ledger line outside the ordinary course; the next refresh sees it whatever its dates are. */
export function editRow(world: World, key: string, change: Partial<Omit<BankRow, 'key' | 'account_key'>>): BankRow {
  const before = bankRow(world, key);
  if (!before) throw new Error(`No ledger row ${key}`);
  const after = { ...before, ...change };
  world.store.run(
    `update bank_rows set amount = ?, description = ?, pending_amount = ?, pending_description = ?, authorized_at = ?,
       posts_at = ?, posted_at = ?, void_at = ?, edit = ? where key = ?`,
    after.amount,
    after.description,
    after.pending_amount,
    after.pending_description,
    after.authorized_at,
    after.posts_at,
    after.posted_at,
    after.void_at,
    after.edit,
    key,
  );
  forgetSumFrom(world, before.account_key, before.posts_at);
  forgetSumFrom(world, before.account_key, after.posts_at);
  return after;
}

export function bankRow(world: World, key: string): BankRow | undefined {
  return world.store.get<BankRow>('select * from bank_rows where key = ?', key);
}

/** How a line looks at the bank at a moment, or null while it is not there. */
export function rowAt(row: BankRow, moment: number) {
  if (row.authorized_at > moment) return null;
  const pending = { amount: row.pending_amount ?? row.amount, description: row.pending_description ?? row.description };
  if (row.void_at !== null && row.void_at <= moment) return { status: 'void' as const, ...pending };
  if (row.posts_at !== null && row.posts_at <= moment) {
    return { status: 'posted' as const, amount: row.amount, description: row.description };
  }
  return { status: 'pending' as const, ...pending };
}

/**
 * Each part by its own index, or a day would read the whole history. `edit > 0` lets SQLite use the index of edits; it
 * stands last, since the first of two bounds is the one that is searched by.
 */
const changedRows = `
  select * from bank_rows indexed by bank_rows_by_authorized where account_key = ?1 and authorized_at > ?2 and authorized_at <= ?3
  union select * from bank_rows indexed by bank_rows_by_posts where account_key = ?1 and posts_at > ?2 and posts_at <= ?3
  union select * from bank_rows indexed by bank_rows_by_void where account_key = ?1 and void_at > ?2 and void_at <= ?3
  union select * from bank_rows indexed by bank_rows_by_edit where account_key = ?1 and edit > ?4 and edit > 0 and authorized_at <= ?3
  order by authorized_at, key`;

/** Lines that appeared, posted, went void or were edited after `after` and until `until`, oldest first. */
export function rowsChangedBetween(
  world: World,
  accountKey: string,
  after: number,
  until: number,
  edit: number,
): Iterable<BankRow> {
  return world.store.each<BankRow>(changedRows, accountKey, after, until, edit);
}

/** How many lines `rowsChangedBetween` would give until now. */
export function countChanged(world: World, accountKey: string, after: number, edit: number): number {
  const sql = `select count(*) as n from (${changedRows})`;
  return world.store.get<{ n: number }>(sql, accountKey, after, now(world), edit)?.n ?? 0;
}

/** Opening balance plus everything the ledger has taken until the moment, minor units. */
export function balanceAt(world: World, accountKey: string, moment: number): number {
  return bankAccount(accountKey).openingBalance + postedUntil(world, accountKey, moment);
}

/**
 * Sum of what is visible and not yet posted or void at the moment, minor units. Few rows are pending: read by the index of
 * postings, this costs the same however long the history is.
 */
export function pendingAt(world: World, accountKey: string, moment: number): number {
  const row = world.store.get<{ total: number }>(
    `select coalesce(sum(amount), 0) as total from (
       select coalesce(pending_amount, amount) as amount from bank_rows
         where account_key = ?1 and posts_at > ?2 and authorized_at <= ?2
       union all select coalesce(pending_amount, amount) from bank_rows indexed by bank_rows_by_posts
         where account_key = ?1 and posts_at is null and authorized_at <= ?2 and (void_at is null or void_at > ?2))`,
    accountKey,
    moment,
  );
  return row?.total ?? 0;
}

/** Kept as a running sum, so that a balance costs the days since the last one and not the whole history. */
function postedUntil(world: World, accountKey: string, moment: number): number {
  const kept = world.store.get<{ through: number; total: number }>(
    'select through, total from bank_sums where account_key = ?',
    accountKey,
  );
  const base = kept && kept.through <= moment ? kept : { through: -1, total: 0 };
  const since = world.store.get<{ total: number }>(
    'select coalesce(sum(amount), 0) as total from bank_rows where account_key = ? and posts_at > ? and posts_at <= ?',
    accountKey,
    base.through,
    moment,
  );
  const total = base.total + (since?.total ?? 0);
  if (!kept || kept.through < moment) {
    world.store.run('insert or replace into bank_sums values (?, ?, ?)', accountKey, moment, total);
  }
  return total;
}

function forgetSumFrom(world: World, accountKey: string, postsAt: number | null): void {
  if (postsAt === null) return;
  world.store.run('delete from bank_sums where account_key = ? and through >= ?', accountKey, postsAt);
}
