import type Stripe from 'stripe';
import { type AccountRow, updateAccount } from './accounts.ts';
import { type BankRow, liveUntil, rowAt, rowsChangedBetween } from './bank.ts';
import { now } from './clock.ts';
import { type ArmedFault, armedFaults, type FaultName, takeFault } from './faults.ts';
import { newId } from './ids.ts';
import { type JsonText, jsonText } from './json-text.ts';
import { countRow } from './tallies.ts';
import type { World } from './world.ts';

export type Transaction = Stripe.FinancialConnections.Transaction;

/** A transaction on Stripe's side. `json` is what the API answers; the other columns are how it is found. */
export type TransactionRow = {
  id: string;
  account: string;
  bank_row: string;
  transacted_at: number;
  refresh: number;
  /** The fault that bends the row, so that later refreshes bend it alike. */
  bend: string | null;
  json: JsonText<Transaction>;
};

/** SQL for rows that a fault tells otherwise than they are; its twins are no rows of the bank's. */
export const isBentRow = "bend in ('row-duplicated', 'sign-flipped')";

type Refresh = { seq: number; id: string };
type View = NonNullable<ReturnType<typeof rowAt>>;
type Item = { row: BankRow; view: View; known: TransactionRow | undefined; bend: string | null };

/**
 * Copies what changed in the bank's ledger since the last successful refresh to the account's transactions: the same row
 * keeps its id and is updated in place. Faults bend the copy, never the bank's side.
 */
export function copyRows(world: World, account: AccountRow, refresh: Refresh): void {
  const moment = now(world);
  liveUntil(world, account.bank_account, moment);
  const since = account.read_until ?? account.horizon - 1;
  const progress = { edit: account.read_edit };
  const items = itemsOf(world, account, since, moment, progress);
  for (const item of isBent(world, account) ? bend(world, account, [...items]) : items) {
    writeItem(world, account, refresh, item, moment);
  }
  updateAccount(world, account.id, { read_until: moment, read_edit: progress.edit });
}

/** What the refresh brings, one by one, oldest first; `progress` notes the latest edit among it. */
function* itemsOf(
  world: World,
  account: AccountRow,
  since: number,
  moment: number,
  progress: { edit: number },
): Generator<Item> {
  const first = account.read_until === null;
  for (const row of rowsChangedBetween(world, account.bank_account, since, moment, account.read_edit)) {
    progress.edit = Math.max(progress.edit, row.edit);
    const view = rowAt(row, moment);
    if (!view) continue;
    const known = first ? undefined : findByRow(world, account.id, row.key);
    if (!known) {
      // However far back it is dated, what comes into the ledger after linking is told; of what was there only the history is.
      const reachable = row.authorized_at >= account.horizon || row.edit > account.read_edit;
      if (!reachable || view.status === 'void' || isWithheld(world, account.id, row.key)) continue;
    }
    yield { row, view, known, bend: known?.bend ?? null };
  }
}

function writeItem(world: World, account: AccountRow, refresh: Refresh, item: Item, moment: number): void {
  const { row, known } = item;
  const view = item.bend === 'sign-flipped' ? { ...item.view, amount: -item.view.amount } : item.view;
  if (known) {
    rewrite(world, known, refresh, row, view, moment);
    const twin = row.edit > 0 ? findByRow(world, account.id, twinOf(row)) : undefined;
    if (twin && item.bend === 'row-duplicated') rewrite(world, twin, refresh, row, view, moment);
    else if (twin && !isVoid(twin)) {
      rewrite(world, twin, refresh, { ...row, void_at: moment }, { ...view, status: 'void' }, moment);
    }
    return;
  }
  const id = newId(world, 'fctxn');
  const json = transactionJson(id, account.id, row, view, refresh.id, moment);
  insertTransaction(world, [id, account.id, row.key, row.authorized_at, refresh.seq, item.bend, json]);
  countRow(world, account.id, view, null);
  if (item.bend !== 'row-duplicated') return;
  const twin = newId(world, 'fctxn');
  const twinJson = transactionJson(twin, account.id, row, view, refresh.id, moment);
  insertTransaction(world, [twin, account.id, twinOf(row), row.authorized_at, refresh.seq, 'twin', twinJson]);
  countRow(world, account.id, view, null);
}

/** Brings a row that was told before up to date. */
function rewrite(
  world: World,
  known: TransactionRow,
  refresh: Refresh,
  row: BankRow,
  view: View,
  moment: number,
): void {
  const json = transactionJson(known.id, known.account, row, view, refresh.id, moment);
  if (sameFacts(known.json, json)) return;
  world.store.run(
    'update transactions set transacted_at = ?, refresh = ?, json = ? where id = ?',
    row.authorized_at,
    refresh.seq,
    json,
    known.id,
  );
  countRow(world, known.account, view, known.json);
}

/** What stands in place of the bank's key for a row's second telling. */
function twinOf(row: BankRow): string {
  return `${row.key}#twin`;
}

function isVoid({ json }: TransactionRow): boolean {
  return (JSON.parse(json) as Transaction).status === 'void';
}

function insertTransaction(world: World, values: (string | number | null)[]): void {
  world.store.run('insert into transactions values (?, ?, ?, ?, ?, ?, ?)', ...values);
}

/** Keys in Stripe's order, the refresh and the moment of it last: what stands before them are the row's own facts. */
function transactionJson(
  id: string,
  account: string,
  row: BankRow,
  view: View,
  refresh: string,
  updated: number,
): JsonText<Transaction> {
  return jsonText<Transaction>({
    id,
    object: 'financial_connections.transaction',
    account,
    amount: view.amount,
    currency: 'usd',
    description: view.description,
    livemode: false,
    status: view.status,
    status_transitions: {
      posted_at: view.status === 'posted' ? (row.posted_at ?? row.posts_at) : null,
      void_at: view.status === 'void' ? row.void_at : null,
    },
    transacted_at: row.authorized_at,
    transaction_refresh: refresh,
    updated,
  });
}

/** Whether two texts of one transaction differ in more than the refresh that wrote them. */
function sameFacts(before: string, after: string): boolean {
  const cut = (json: string) => json.slice(0, json.lastIndexOf(',"transaction_refresh":'));
  return cut(before) === cut(after);
}

const copyFaults: readonly FaultName[] = ['page-missing', 'row-duplicated', 'sign-flipped'];

function isBent(world: World, account: AccountRow): boolean {
  return armedFaults(world).some(
    ({ name, detail }) => copyFaults.includes(name) && (!detail.account || detail.account === account.id),
  );
}

/** Lets the armed faults of this account act on what the refresh brings; one that finds no row for itself stays armed. */
function bend(world: World, account: AccountRow, items: Item[]): Item[] {
  const fits = (detail: ArmedFault['detail']) => !detail.account || detail.account === account.id;
  let result = items;
  const unknown = result.filter((item) => !item.known);
  const missing = unknown.length > 0 ? takeFault(world, ['page-missing'], fits) : null;
  if (missing) {
    const fresh = unknown.slice(-(missing.detail.rows ?? 100));
    for (const { row } of fresh) world.store.run('insert or ignore into withheld values (?, ?)', account.id, row.key);
    result = result.filter((item) => !fresh.includes(item));
  }
  for (const name of ['row-duplicated', 'sign-flipped'] as const) {
    const bendable = result.filter((item) => !item.known && !item.bend && item.view.status === 'posted');
    const fault = bendable.length > 0 ? takeFault(world, [name], fits) : null;
    if (!fault) continue;
    for (const item of bendable.slice(-(fault.detail.rows ?? 1))) item.bend = name;
  }
  return result;
}

function isWithheld(world: World, account: string, row: string): boolean {
  return world.store.get('select 1 from withheld where account = ? and bank_row = ?', account, row) !== undefined;
}

function findByRow(world: World, account: string, row: string): TransactionRow | undefined {
  return world.store.get<TransactionRow>('select * from transactions where account = ? and bank_row = ?', account, row);
}
