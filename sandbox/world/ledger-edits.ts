import { findInstitution } from '#sandbox/institutions.ts';
import type { Truth } from '#sandbox/people/types.ts';
import { accountRow } from './accounts.ts';
import { type BankRow, bankAccount, bankRow, editRow, insertRow, liveUntil, rowAt } from './bank.ts';
import { daySeconds, now } from './clock.ts';
import { isBentRow, type TransactionRow } from './copying.ts';
import { nextNumber } from './ids.ts';
import type { World } from './world.ts';

/** Changes of a bank's ledger from outside of any life; the next transaction refresh brings them. */

const plainTruth: Truth = {
  payee: 'Sandbox',
  category: 'uncategorized',
  series: null,
  transferPair: null,
  incomeStream: null,
};

export type NewRow = {
  amount: number;
  description: string;
  /** Moment of the transaction, unix seconds; now when left out. */
  at?: number;
  status?: 'posted' | 'pending';
  pendingAmount?: number | null;
  pendingDescription?: string | null;
  truth?: Partial<Truth>;
};

/** Adds a line to the ledger of a bank account. */
export function addRow(world: World, accountKey: string, row: NewRow): BankRow {
  const at = row.at ?? now(world);
  liveUntil(world, accountKey, now(world));
  const number = nextNumber(world, 'edit');
  const key = `${accountKey}.added.${number}`;
  const posted = row.status !== 'pending';
  insertRow(
    world,
    {
      key,
      accountKey,
      amount: row.amount,
      description: row.description,
      pendingAmount: row.pendingAmount ?? null,
      pendingDescription: row.pendingDescription ?? null,
      authorizedAt: at,
      postsAt: posted ? at : null,
      postedAt: posted ? toldPosting(accountKey, at) : null,
      voidAt: null,
      truth: { ...plainTruth, ...row.truth },
    },
    number,
  );
  return bankRow(world, key) as BankRow;
}

/** Changes a line; one that has not posted posts as it was changed, too. */
export function alterRow(world: World, key: string, change: { amount?: number; description?: string }): BankRow {
  const isPosted = rowStatus(world, key) === 'posted';
  const { amount, description } = change;
  return editRow(world, key, {
    ...(amount === undefined ? {} : { amount, ...(isPosted ? {} : { pending_amount: null }) }),
    ...(description === undefined ? {} : { description, ...(isPosted ? {} : { pending_description: null }) }),
    edit: nextNumber(world, 'edit'),
  });
}

/** How a line stands at the bank now; null while it is not there. */
export function rowStatus(world: World, key: string): 'pending' | 'posted' | 'void' | null {
  const row = bankRow(world, key);
  return (row && rowAt(row, now(world))?.status) ?? null;
}

/** Posts a pending line now, with the amount given or the one it has; null for one that is not pending. */
export function postRow(world: World, key: string, amount?: number): BankRow | null {
  const before = bankRow(world, key);
  if (!before || rowStatus(world, key) !== 'pending') return null;
  return editRow(world, key, {
    amount: amount ?? before.amount,
    posts_at: now(world),
    posted_at: toldPosting(before.account_key, now(world)),
    void_at: null,
    edit: nextNumber(world, 'edit'),
  });
}

/** Lets a pending line vanish now; null for one that is not pending. */
export function voidRow(world: World, key: string): BankRow | null {
  if (rowStatus(world, key) !== 'pending') return null;
  return editRow(world, key, { posts_at: null, posted_at: null, void_at: now(world), edit: nextNumber(world, 'edit') });
}

/** Lets rows that a fault has kept back or bent come right with the next refresh: of a row told twice, the second goes void. */
export function heal(world: World, account: string): number {
  const bent = world.store.all<{ bank_row: string }>(
    `select bank_row from withheld where account = ?1
     union select bank_row from transactions where account = ?1 and ${isBentRow}`,
    account,
  );
  for (const { bank_row: key } of bent) editRow(world, key, { edit: nextNumber(world, 'edit') });
  world.store.run('delete from withheld where account = ?', account);
  world.store.run(`update transactions set bend = null where account = ? and ${isBentRow}`, account);
  return bent.length;
}

/** The ledger line behind a row's key or a transaction's id. */
export function ledgerKey(world: World, keyOrId: string): string | null {
  if (bankRow(world, keyOrId)) return keyOrId;
  const row = world.store.get<TransactionRow>('select * from transactions where id = ?', keyOrId);
  return row && bankRow(world, row.bank_row) ? row.bank_row : null;
}

/** The faults that change the bank's ledger at once. False where there is nothing to change. */
export function bendLedger(
  world: World,
  name: 'row-changed-after-posting' | 'late-row' | 'same-day-twins' | 'pending-forever',
  account: string,
  detail: { amount?: number; days?: number },
): boolean {
  const key = accountRow(world, account).bank_account;
  if (name === 'late-row') {
    const at = now(world) - (detail.days ?? 10) * daySeconds;
    addRow(world, key, { amount: detail.amount ?? -4_200, description: 'CHECK 1047', at });
  } else if (name === 'pending-forever') {
    addRow(world, key, { amount: detail.amount ?? -1_999, description: 'PENDING HOLD 00417', status: 'pending' });
  } else if (name === 'same-day-twins') {
    const twin = { amount: detail.amount ?? -450, description: 'METRO FARE MACHINE 12', at: now(world) };
    addRow(world, key, twin);
    addRow(world, key, twin);
  } else return changeNewestPosted(world, key, detail.amount ?? -100);
  return true;
}

function changeNewestPosted(world: World, accountKey: string, amount: number): boolean {
  liveUntil(world, accountKey, now(world));
  const newest = world.store.get<BankRow>(
    'select * from bank_rows where account_key = ? and posts_at <= ? order by posts_at desc, key desc limit 1',
    accountKey,
    now(world),
  );
  if (!newest) return false;
  alterRow(world, newest.key, { amount: newest.amount + amount, description: `${newest.description} ADJ` });
  return true;
}

/** What the bank tells as the posting time: the moment, or only the day. */
function toldPosting(accountKey: string, at: number): number {
  const { tellsPosting } = findInstitution(bankAccount(accountKey).institution);
  return tellsPosting === 'moment' ? at : at - (at % daySeconds);
}
