import type Stripe from 'stripe';
import { findInstitution } from '#sandbox/institutions.ts';
import { type AccountRow, accountObject, accountRow, updateAccount } from './accounts.ts';
import { bankAccount } from './bank.ts';
import { daySeconds, now } from './clock.ts';
import { addDue, dropDue } from './due.ts';
import { emit } from './events.ts';
import { endRefresh, pendingRefreshes, setSlots } from './refresh.ts';
import type { World } from './world.ts';

type ActiveDetails = Stripe.FinancialConnections.Account.StatusDetails.Active;
type AccountNumber = Stripe.FinancialConnections.Account.AccountNumber;

/** `active` -> `inactive`: pending refreshes fail, nothing can be refreshed, what was read stays readable. */
export function deactivate(world: World, account: string): void {
  if (accountRow(world, account).status !== 'active') return;
  updateAccount(world, account, { status: 'inactive', status_details: null });
  for (const refresh of pendingRefreshes(world, account)) endRefresh(world, refresh, 'failed');
  setSlots(world, account, null);
  dropDue(world, account, ['deactivate', 'warn']);
  emit(world, 'financial_connections.account.deactivated', object(world, account), { status: 'active' });
}

/** `inactive` -> `active`; the slots are open again. */
export function reactivate(world: World, account: string): void {
  const row = accountRow(world, account);
  if (row.status !== 'inactive') return;
  updateAccount(world, account, { status: 'active' });
  setSlots(world, account, now(world));
  emit(world, 'financial_connections.account.reactivated', object(world, account), { status: 'inactive' });
  if (bankAccount(row.bank_account).behavior === 'reauth_soon')
    expectDeactivation(world, account, now(world) + daySeconds);
}

/** Final: nothing is readable any more, a new session is the only way back. */
export function disconnect(world: World, account: string): void {
  const row = accountRow(world, account);
  if (row.status === 'disconnected') return;
  updateAccount(world, account, { status: 'disconnected', status_details: null, subscriptions: '[]' });
  for (const refresh of pendingRefreshes(world, account)) endRefresh(world, refresh, 'failed');
  setSlots(world, account, null);
  dropDue(world, account, ['deactivate', 'warn', 'subscription', 'expire-numbers']);
  emit(world, 'financial_connections.account.disconnected', object(world, account), { status: row.status });
}

/** Sets or moves the date on which the bank is expected to end the connection, and warns 30 days ahead of it. */
export function expectDeactivation(world: World, account: string, at: number): void {
  const row = accountRow(world, account);
  const active: ActiveDetails = { action: 'relink_required', cause: 'access_expired', expected_deactivation_date: at };
  const before = row.status_details ? (JSON.parse(row.status_details) as object) : null;
  const authorizationBefore = authorizationObject(world, account).status_details;
  updateAccount(world, account, { status_details: JSON.stringify({ active }) });
  dropDue(world, account, ['deactivate', 'warn']);
  addDue(world, at, 'deactivate', account);
  emit(world, 'financial_connections.account.expected_deactivation_date_updated', object(world, account), {
    status_details: before,
  });
  const authorization = authorizationObject(world, account);
  if (
    authorization.status_details.active?.expected_deactivation_date !==
    authorizationBefore.active?.expected_deactivation_date
  ) {
    emit(world, 'financial_connections.authorization.expected_deactivation_date_updated', authorization, {
      status_details: authorizationBefore,
    });
  }
  const warnAt = at - 30 * daySeconds;
  if (warnAt <= now(world)) warn(world, account);
  else addDue(world, warnAt, 'warn', account);
}

/** Tells that the connection is about to end; of a login that several accounts share it is told once. */
export function warn(world: World, account: string): void {
  const row = accountRow(world, account);
  if (row.status !== 'active') return;
  emit(world, 'financial_connections.account.upcoming_deactivation', object(world, account));
  if (activeSiblings(world, row)[0]?.id === account) {
    emit(world, 'financial_connections.authorization.upcoming_deactivation', authorizationObject(world, account));
  }
}

/** What the behavior of a test account brings after linking; `created` is false when an inactive one was linked again. */
export function afterLinking(world: World, account: string, created: boolean): void {
  const { behavior } = bankAccount(accountRow(world, account).bank_account);
  const shortly = now(world) + world.pace.shortlySeconds;
  if (created && (behavior === 'inactive_soon' || behavior === 'reauth_soon'))
    addDue(world, shortly, 'deactivate', account);
  if (behavior === 'reauth_in_30_days') expectDeactivation(world, account, now(world) + 30 * daySeconds);
  if (created && behavior === 'tan_expiring') {
    emit(world, 'financial_connections.account.upcoming_account_number_expiry', object(world, account));
    addDue(world, now(world) + 30 * daySeconds, 'expire-numbers', account);
  }
  if (created && behavior === 'tan_expires_now') addDue(world, shortly, 'expire-numbers', account);
  if (!created && behavior.startsWith('tan_')) renewNumbers(world, account);
}

/** The account's numbers stop working: a tokenized one `expired`, or the bank has `deactivated` it. */
export function expireNumbers(world: World, account: string, status: 'expired' | 'deactivated' = 'expired'): void {
  const row = accountRow(world, account);
  if (row.status === 'disconnected' || row.numbers === null) return;
  dropDue(world, account, ['expire-numbers']);
  const numbers = JSON.parse(row.numbers) as AccountNumber[];
  changeNumbers(
    world,
    row,
    numbers.map((number) => ({ ...number, status })),
  );
}

/** Linking again gives a tokenized number that has stopped working its use back, without a date on which it ends. */
export function renewNumbers(world: World, account: string): void {
  const row = accountRow(world, account);
  const numbers = JSON.parse(row.numbers ?? '[]') as AccountNumber[];
  if (numbers.every(({ status }) => status === 'transactable')) return;
  changeNumbers(
    world,
    row,
    numbers.map((number) => ({ ...number, expected_expiry_date: null, status: 'transactable' as const })),
  );
}

function changeNumbers(world: World, row: AccountRow, numbers: AccountNumber[]): void {
  updateAccount(world, row.id, { numbers: JSON.stringify(numbers) });
  emit(world, 'financial_connections.account.account_numbers_updated', object(world, row.id), {
    account_numbers: JSON.parse(row.numbers ?? 'null') as AccountNumber[] | null,
  });
}

/** The bank begins or ceases to let the account be debited. */
export function setPayable(world: World, account: string, payable: boolean): void {
  const row = accountRow(world, account);
  const supported = payable ? bankAccount(row.bank_account).supportedPaymentMethodTypes : [];
  const before = JSON.parse(row.supported) as string[];
  if (row.status === 'disconnected' || before.join() === supported.join()) return;
  updateAccount(world, account, { supported: JSON.stringify(supported) });
  emit(world, 'financial_connections.account.supported_payment_method_types_updated', object(world, account), {
    supported_payment_method_types: before,
  });
}

/** What is known of an account's numbers on linking, with the permission `payment_method`; never the number itself. */
export function accountNumbers(row: Pick<AccountRow, 'bank_account'>, moment: number) {
  const bank = bankAccount(row.bank_account);
  if (bank.supportedPaymentMethodTypes.length === 0 && !bank.behavior.startsWith('tan_')) return [];
  const tokenized = bank.behavior.startsWith('tan_');
  const expiry = { tan_expiring: 30 * daySeconds, tan_expires_now: 0, tan_expired: 0 }[bank.behavior as string];
  return [
    {
      expected_expiry_date: expiry === undefined ? null : moment + expiry,
      identifier_type: tokenized ? ('tokenized_account_number' as const) : ('account_number' as const),
      status: bank.behavior === 'tan_expired' ? ('deactivated' as const) : ('transactable' as const),
      supported_networks: ['ach' as const],
    },
  ];
}

function object(world: World, account: string) {
  return accountObject(accountRow(world, account));
}

/** The active accounts of a login, first linked first. */
function activeSiblings(world: World, row: AccountRow): AccountRow[] {
  return world.store.all<AccountRow>(
    "select * from accounts where authorization = ? and status = 'active' order by seq",
    row.authorization,
  );
}

/** The bank login behind an account: active while one of its accounts is; it ends when the first of them is expected to. */
function authorizationObject(world: World, account: string): Stripe.FinancialConnections.Authorization {
  const row = accountRow(world, account);
  const active = activeSiblings(world, row);
  const [details] = active
    .flatMap((sibling) => accountObject(sibling).status_details?.active ?? [])
    .toSorted((a, b) => (a.expected_deactivation_date ?? 0) - (b.expected_deactivation_date ?? 0));
  return {
    id: row.authorization,
    object: 'financial_connections.authorization',
    institution_name: findInstitution(bankAccount(row.bank_account).institution).institutionName,
    livemode: false,
    status: active.length > 0 ? 'active' : 'inactive',
    status_details: details
      ? { active: { action: details.action, expected_deactivation_date: details.expected_deactivation_date } }
      : {},
  };
}
