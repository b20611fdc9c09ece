import type Stripe from 'stripe';
import { findInstitution } from '#sandbox/institutions.ts';
import { accountsForLogin } from '#sandbox/people/logins.ts';
import type { BankAccount } from '#sandbox/people/types.ts';
import {
  type AccountRow,
  accountObject,
  accountRow,
  type Permission,
  permissionsOf,
  updateAccount,
} from './accounts.ts';
import { bankAccount, isClosed } from './bank.ts';
import { daySeconds, now } from './clock.ts';
import { emit } from './events.ts';
import { lastNumber, newId, nextNumber } from './ids.ts';
import { accountNumbers, afterLinking, reactivate } from './lifecycle.ts';
import { mayRefresh, startRefresh } from './refresh.ts';
import { tokenForLinked, tokenForNumbers } from './tokens.ts';
import { commit, type World } from './world.ts';

export type SessionDetail = {
  permissions: Permission[];
  prefetch: ('balances' | 'ownership' | 'transactions')[];
  subcategories: string[] | null;
  country: string;
  paymentMethodSupport: 'all' | 'at_least_one' | 'none';
  /** How many accounts may be linked; null = as many as there are. */
  limit: number | null;
  manualEntry: 'automatic' | 'disabled';
  returnUrl: string | null;
};

/** A session: one attempt of one person to link accounts. */
export type SessionRow = SessionDetail & {
  id: string;
  clientSecret: string;
  customer: string | null;
  holderAccount: string | null;
  finished: boolean;
  created: number;
  /** The token that was made in it, if any. */
  token: string | null;
};

type Stored = {
  id: string;
  secret: string;
  customer: string | null;
  account: string | null;
  finished: number;
  detail: string;
  created: number;
  token: string | null;
};

/** Rows older than so many days before linking are not to be had. */
const historyDays = 180;

function sessionFrom(row: Stored): SessionRow {
  return {
    ...(JSON.parse(row.detail) as SessionDetail),
    id: row.id,
    clientSecret: row.secret,
    customer: row.customer,
    holderAccount: row.account,
    finished: row.finished === 1,
    created: row.created,
    token: row.token,
  };
}

export function findSession(world: World, id: string): SessionRow | undefined {
  const row = world.store.get<Stored>('select * from sessions where id = ?', id);
  return row && sessionFrom(row);
}

/** Makes a session for a customer or a connected account. */
export function createSession(
  world: World,
  holder: { customer: string | null; account: string | null },
  detail: SessionDetail,
): SessionRow {
  const id = newId(world, 'fcsess');
  const secret = `${id}_${newId(world, 'secret')}`;
  world.store.run(
    'insert into sessions (id, seq, secret, customer, account, detail, created) values (?, ?, ?, ?, ?, ?, ?)',
    id,
    nextNumber(world, 'session'),
    secret,
    holder.customer,
    holder.account,
    JSON.stringify(detail),
    now(world),
  );
  return findSession(world, id) as SessionRow;
}

/** What the dialog needs to know of the session behind a client secret, or why it cannot be used. */
export function openSession(
  world: World,
  clientSecret: string,
): { ok: true; session: SessionRow } | { ok: false; message: string } {
  const row = world.store.get<Stored>('select * from sessions where secret = ?', clientSecret);
  if (!row) {
    return { ok: false, message: 'No such Financial Connections Session for this client_secret and publishable key.' };
  }
  if (row.finished === 1) {
    return {
      ok: false,
      message: 'This Financial Connections Session has already been completed. Create a new session.',
    };
  }
  return { ok: true, session: sessionFrom(row) };
}

/** The bank accounts that a login sees at an institution now; with a session, only those its filters let through. */
export function accountsAt(
  world: World,
  institution: string,
  username: string,
  session?: Pick<SessionRow, 'subcategories' | 'paymentMethodSupport' | 'country'>,
): BankAccount[] {
  const accounts = accountsForLogin(institution, username).filter(({ key }) => !isClosed(world, key));
  return session ? filterAccounts(accounts, session) : accounts;
}

/**
 * `account_subcategories` keeps the named kinds. `require_payment_method_support`: `all` keeps what can be debited,
 * `at_least_one` keeps all when any of them can. The banks are in the US: a session for another country finds nothing.
 */
export function filterAccounts(
  accounts: readonly BankAccount[],
  session: Pick<SessionRow, 'subcategories' | 'paymentMethodSupport' | 'country'>,
): BankAccount[] {
  if (session.country !== 'US') return [];
  const kept = accounts.filter(
    (account) => session.subcategories === null || session.subcategories.includes(account.subcategory),
  );
  const debitable = kept.filter((account) => account.supportedPaymentMethodTypes.length > 0);
  if (session.paymentMethodSupport === 'all') return debitable;
  if (session.paymentMethodSupport === 'at_least_one' && debitable.length === 0) return [];
  return kept;
}

/** Accounts that a session collected, first chosen first. */
export function sessionAccounts(world: World, session: string): AccountRow[] {
  return world.store.all<AccountRow>(
    'select accounts.* from session_accounts join accounts on accounts.id = account where session = ? order by position',
    session,
  );
}

/**
 * Ends the attempt: makes, reactivates or finds again the accounts for the chosen bank accounts, starts the prefetch and
 * tells the events. Nothing chosen = the person cancelled, and the session ends without accounts. What the bank has closed
 * since it was chosen is left out. Throws for a session that is over, more accounts than its limit, or accounts its filters
 * keep out.
 */
export function completeSession(
  world: World,
  session: SessionRow,
  chosen: readonly { bankAccountKey: string }[],
): Stripe.FinancialConnections.Account[] {
  return commit(world, () => {
    if (findSession(world, session.id)?.finished !== false) throw new Error(`Session ${session.id} is over`);
    const keys = [...new Set(chosen.map(({ bankAccountKey }) => bankAccountKey))];
    const banks = keys.filter((key) => !isClosed(world, key)).map((key) => bankAccount(key));
    if (session.limit !== null && banks.length > session.limit) {
      throw new Error(`Session ${session.id} may link ${session.limit} accounts, not ${banks.length}`);
    }
    const allowed = filterAccounts(banks, session);
    if (allowed.length < banks.length) throw new Error(`Session ${session.id} filters some of these accounts out`);
    world.store.run('update sessions set finished = 1 where id = ?', session.id);
    const ids = banks.map((bank) => link(world, session, bank));
    return ids.map((id) => accountObject(accountRow(world, id)));
  });
}

/** Makes the token for an account that a session has collected; null when the bank gives no numbers for it. */
export function tokenOfSession(world: World, session: string, account: string): Stripe.Token | null {
  const row = accountRow(world, account);
  const numbers = accountObject(row).account_numbers ?? [];
  if (!numbers.some(({ status }) => status === 'transactable')) return null;
  const bank = bankAccount(row.bank_account);
  const token = tokenForLinked(world, bank, findInstitution(bank.institution).institutionName);
  world.store.run('update sessions set token = ? where id = ?', token.id, session);
  return token;
}

/** Makes the token of a session for an account whose numbers were typed in. */
export function tokenOfNumbers(
  world: World,
  session: string,
  typed: { routing: string; number: string },
): Stripe.Token {
  const token = tokenForNumbers(world, typed, {}, null);
  world.store.run('update sessions set token = ? where id = ?', token.id, session);
  return token;
}

/** Links one bank account and returns the id of its account. */
function link(world: World, session: SessionRow, bank: BankAccount): string {
  const earlier = world.store.get<AccountRow>(
    `select * from accounts where bank_account = ? and customer is ? and holder_account is ? and status <> 'disconnected'
     order by seq desc limit 1`,
    bank.key,
    session.customer,
    session.holderAccount,
  );
  const again = earlier && earlier.reissue === 0;
  const id = again ? earlier.id : createAccount(world, session, bank);
  world.store.run('insert into session_accounts values (?, ?, ?)', session.id, id, nextNumber(world, 'collected'));
  if (again) grow(world, earlier, session);
  if (again && earlier.status === 'inactive') reactivate(world, id);
  for (const permission of session.prefetch) {
    const feature = permission === 'balances' ? 'balance' : permission;
    if (mayRefresh(world, accountRow(world, id), feature)) startRefresh(world, id, feature);
  }
  if (!again) emit(world, 'financial_connections.account.created', accountObject(accountRow(world, id)));
  afterLinking(world, id, !again);
  return id;
}

function createAccount(world: World, session: SessionRow, bank: BankAccount): string {
  const id = newId(world, 'fca');
  const numbers = session.permissions.includes('payment_method')
    ? JSON.stringify(accountNumbers(world, bank.key))
    : null;
  world.store.run(
    `insert into accounts (id, seq, bank_account, customer, holder_account, authorization, created, status, permissions,
       subscriptions, supported, numbers, horizon, read_edit) values (?, ?, ?, ?, ?, ?, ?, 'active', ?, '[]', ?, ?, ?, ?)`,
    id,
    nextNumber(world, 'account'),
    bank.key,
    session.customer,
    session.holderAccount,
    authorizationFor(world, session, bank),
    now(world),
    JSON.stringify([...session.permissions].sort()),
    JSON.stringify(bank.supportedPaymentMethodTypes),
    numbers,
    now(world) - historyDays * daySeconds,
    lastNumber(world, 'edit'),
  );
  return id;
}

/** One login at a bank is one authorization: accounts that a session collects at the same bank share it. */
function authorizationFor(world: World, session: SessionRow, bank: BankAccount): string {
  const sibling = sessionAccounts(world, session.id).find(
    (row) => bankAccount(row.bank_account).institution === bank.institution,
  );
  return sibling?.authorization ?? newId(world, 'fcauth');
}

/** Permissions only grow, by a new session and its consent. */
function grow(world: World, row: AccountRow, session: SessionRow): void {
  const permissions = [...new Set([...permissionsOf(row), ...session.permissions])].sort();
  updateAccount(world, row.id, { permissions: JSON.stringify(permissions) });
}
