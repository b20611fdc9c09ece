import type Stripe from 'stripe';
import { findInstitution } from '#sandbox/institutions.ts';
import { bankAccount } from './bank.ts';
import type { World } from './world.ts';

export type Account = Stripe.FinancialConnections.Account;
export type Permission = 'balances' | 'ownership' | 'payment_method' | 'transactions';
export type Feature = 'balance' | 'ownership' | 'transactions';

/** The state of the latest attempt to refresh a feature; `id` only for transactions. */
export type RefreshState = {
  status: 'pending' | 'succeeded' | 'failed';
  last_attempted_at: number;
  next_refresh_available_at: number | null;
  id?: string;
};

export type AccountStatus = 'active' | 'inactive' | 'disconnected';

/** An account on Stripe's side; the text columns that hold JSON are read by `accountObject`. */
export type AccountRow = {
  id: string;
  seq: number;
  bank_account: string;
  customer: string | null;
  holder_account: string | null;
  authorization: string;
  created: number;
  status: AccountStatus;
  permissions: string;
  subscriptions: string;
  supported: string;
  numbers: string | null;
  status_details: string | null;
  balance: string | null;
  balance_refresh: string | null;
  ownership: string | null;
  ownership_refresh: string | null;
  transaction_refresh: string | null;
  /** Rows transacted before this moment are not to be had: 180 days before linking. */
  horizon: number;
  /** Moment until which the bank's ledger has been copied; null before the first successful transaction refresh. */
  read_until: number | null;
  /** The latest ledger edit that has been copied, or that was there before linking. */
  read_edit: number;
  /** 1 = linking again gives a new account. */
  reissue: number;
};

export const refreshColumn = {
  balance: 'balance_refresh',
  ownership: 'ownership_refresh',
  transactions: 'transaction_refresh',
} as const satisfies Record<Feature, keyof AccountRow>;

export const permissionFor = {
  balance: 'balances',
  ownership: 'ownership',
  transactions: 'transactions',
} as const satisfies Record<Feature, Permission>;

export function findAccount(world: World, id: string): AccountRow | undefined {
  return world.store.get<AccountRow>('select * from accounts where id = ?', id);
}

export function accountRow(world: World, id: string): AccountRow {
  const row = findAccount(world, id);
  if (!row) throw new Error(`No account ${id}`);
  return row;
}

type Change = Partial<Omit<AccountRow, 'id' | 'seq'>>;

export function updateAccount(world: World, id: string, change: Change): AccountRow {
  const columns = Object.keys(change);
  if (columns.length > 0) {
    const values = Object.values(change) as (string | number | null)[];
    world.store.run(
      `update accounts set ${columns.map((column) => `${column} = ?`).join(', ')} where id = ?`,
      ...values,
      id,
    );
  }
  return accountRow(world, id);
}

export function refreshState(row: AccountRow, feature: Feature): RefreshState | null {
  const text = row[refreshColumn[feature]];
  return text === null ? null : (JSON.parse(text) as RefreshState);
}

export function permissionsOf(row: AccountRow): Permission[] {
  return JSON.parse(row.permissions) as Permission[];
}

export function isSubscribed(row: AccountRow): boolean {
  return (JSON.parse(row.subscriptions) as string[]).includes('transactions');
}

/** The account as the API tells it, unexpanded. */
export function accountObject(row: AccountRow): Account {
  const bank = bankAccount(row.bank_account);
  const readable = row.status !== 'disconnected';
  return {
    id: row.id,
    object: 'financial_connections.account',
    account_holder: row.customer
      ? { customer: row.customer, type: 'customer' }
      : { account: row.holder_account ?? '', type: 'account' },
    account_numbers: parsed(row.numbers),
    balance: readable ? parsed(row.balance) : null,
    balance_refresh: parsed(row.balance_refresh),
    category: bank.category,
    created: row.created,
    display_name: bank.displayName,
    institution_name: findInstitution(bank.institution).institutionName,
    last4: bank.last4,
    livemode: false,
    ownership: readable ? row.ownership : null,
    ownership_refresh: parsed(row.ownership_refresh),
    permissions: permissionsOf(row),
    status: row.status,
    ...(row.status_details
      ? { status_details: JSON.parse(row.status_details) as Stripe.FinancialConnections.Account.StatusDetails }
      : {}),
    subcategory: bank.subcategory,
    subscriptions: JSON.parse(row.subscriptions) as 'transactions'[],
    supported_payment_method_types: JSON.parse(
      row.supported,
    ) as Stripe.FinancialConnections.Account.SupportedPaymentMethodType[],
    transaction_refresh: parsed(row.transaction_refresh),
  };
}

function parsed<Value>(text: string | null): Value | null {
  return text === null ? null : (JSON.parse(text) as Value);
}
