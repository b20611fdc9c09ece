import type Stripe from 'stripe';
import { findInstitution } from '#sandbox/institutions.ts';
import { type AccountRow, accountObject, accountRow, permissionsOf, updateAccount } from './accounts.ts';
import { bankAccount, closeBankAccount, isClosed } from './bank.ts';
import { daySeconds, now } from './clock.ts';
import { addDue, dropDue } from './due.ts';
import { emit } from './events.ts';
import { endRefresh, pendingRefreshes, setSlots } from './refresh.ts';
import type { World } from './world.ts';

type ActiveDetails = Stripe.FinancialConnections.Account.StatusDetails.Active;
type AccountNumber = Stripe.FinancialConnections.Account.AccountNumber;

const warnedAhead = 30 * daySeconds;
const upcomingEnd = 'financial_connections.authorization.upcoming_deactivation';

/** `active` -> `inactive`: pending refreshes fail, nothing can be refreshed, what was read stays readable. False for others. */
export function deactivate(world: World, account: string): boolean {
  if (accountRow(world, account).status !== 'active') return false;
  updateAccount(world, account, { status: 'inactive', status_details: null });
  for (const refresh of pendingRefreshes(world, account)) endRefresh(world, refresh, 'failed');
  setSlots(world, account, null);
  dropDue(world, account, ['deactivate', 'warn']);
  emit(world, 'financial_connections.account.deactivated', object(world, account), { status: 'active' });
  return true;
}

/** The bank closes the account: every link to it is inactive for good. False for one that is closed. */
export function close(world: World, account: string): boolean {
  const { bank_account: key } = accountRow(world, account);
  if (isClosed(world, key)) return false;
  closeBankAccount(world, key);
  const links = world.store.all<{ id: string }>('select id from accounts where bank_account = ? order by seq', key);
  for (const { id } of links) deactivate(world, id);
  return true;
}

/** Linking the account again will give new ids. False where it cannot be linked again as what it is. */
export function reissueOnRelink(world: World, account: string): boolean {
  const { status, bank_account: key } = accountRow(world, account);
  if (status === 'disconnected' || isClosed(world, key)) return false;
  updateAccount(world, account, { reissue: 1 });
  return true;
}

/** `inactive` -> `active`; the slots are open again. What the bank has closed stays inactive. */
export function reactivate(world: World, account: string): void {
  const row = accountRow(world, account);
  if (row.status !== 'inactive' || isClosed(world, row.bank_account)) return;
  updateAccount(world, account, { status: 'active' });
  setSlots(world, account, now(world));
  emit(world, 'financial_connections.account.reactivated', object(world, account), { status: 'inactive' });
  if (bankAccount(row.bank_account).behavior === 'reauth_soon')
    expectDeactivation(world, account, now(world) + daySeconds);
}

/** Final: nothing is readable any more, a new session is the only way back. False for one that is disconnected. */
export function disconnect(world: World, account: string): boolean {
  const row = accountRow(world, account);
  if (row.status === 'disconnected') return false;
  updateAccount(world, account, { status: 'disconnected', status_details: null, subscriptions: '[]' });
  for (const refresh of pendingRefreshes(world, account)) endRefresh(world, refresh, 'failed');
  setSlots(world, account, null);
  dropDue(world, account, ['deactivate', 'warn', 'subscription', 'expire-numbers']);
  emit(world, 'financial_connections.account.disconnected', object(world, account), { status: row.status });
  return true;
}

/** Sets or moves the date on which the bank is expected to end the connection, if there is one, and warns 30 days ahead of it. */
export function expectDeactivation(world: World, account: string, at: number): void {
  const row = accountRow(world, account);
  if (row.status !== 'active') return;
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
  const warnAt = at - warnedAhead;
  if (warnAt <= now(world)) warn(world, account);
  else addDue(world, warnAt, 'warn', account);
}

/** Tells that the connection is about to end, and that its login is; of a login that several accounts share it is told once. */
export function warn(world: World, account: string): boolean {
  if (accountRow(world, account).status !== 'active') return false;
  emit(world, 'financial_connections.account.upcoming_deactivation', object(world, account));
  const authorization = authorizationObject(world, account);
  const at = authorization.status_details.active?.expected_deactivation_date ?? Number.POSITIVE_INFINITY;
  if (at - warnedAhead <= now(world) && !isWarned(world, authorization.id, at)) {
    emit(world, upcomingEnd, authorization);
  }
  return true;
}

/** Whether it has been told that a login ends at that moment. */
function isWarned(world: World, authorization: string, at: number): boolean {
  const told = world.store.get(
    `select 1 from events where type = ? and json ->> '$.data.object.id' = ?
       and json ->> '$.data.object.status_details.active.expected_deactivation_date' = ?`,
    upcomingEnd,
    authorization,
    at,
  );
  return told !== undefined;
}

/** What linking brings besides; `created` is false when an account was linked again. */
export function afterLinking(world: World, account: string, created: boolean): void {
  const { behavior } = bankAccount(accountRow(world, account).bank_account);
  if (created && (behavior === 'inactive_soon' || behavior === 'reauth_soon'))
    addDue(world, now(world) + world.pace.shortlySeconds, 'deactivate', account);
  if (behavior === 'reauth_in_30_days') expectDeactivation(world, account, now(world) + 30 * daySeconds);
  if (created) expectExpiry(world, account);
  else renewNumbers(world, account);
}

/** Warns that numbers which have just been told will expire, and lets them. */
function expectExpiry(world: World, account: string): void {
  const { expected_expiry_date: at, status } = numbersOf(accountRow(world, account))?.[0] ?? {};
  if (!at || status !== 'transactable') return;
  if (at >= now(world) + warnedAhead) {
    emit(world, 'financial_connections.account.upcoming_account_number_expiry', object(world, account));
  }
  addDue(world, at, 'expire-numbers', account);
}

/** The account's numbers stop working: a tokenized one `expired`, or the bank has `deactivated` it. False when they have already. */
export function expireNumbers(world: World, account: string, status: 'expired' | 'deactivated' = 'expired'): boolean {
  const row = accountRow(world, account);
  const numbers = numbersOf(row) ?? [];
  if (row.status === 'disconnected' || numbers.every((number) => number.status === status)) return false;
  dropDue(world, account, ['expire-numbers']);
  changeNumbers(
    world,
    row,
    numbers.map((number) => ({ ...number, status })),
  );
  return true;
}

/**
 * Linking again tells the numbers when they may be known only now, and gives numbers that have stopped working their use
 * back, without a date on which it ends.
 */
function renewNumbers(world: World, account: string): void {
  const row = accountRow(world, account);
  const numbers = numbersOf(row);
  if (numbers === null) {
    if (!permissionsOf(row).includes('payment_method')) return;
    changeNumbers(world, row, accountNumbers(world, row.bank_account));
    expectExpiry(world, account);
    return;
  }
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
    account_numbers: numbersOf(row),
  });
}

function numbersOf(row: AccountRow): AccountNumber[] | null {
  return JSON.parse(row.numbers ?? 'null') as AccountNumber[] | null;
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

/** What is known of an account's numbers from now on, with the permission `payment_method`; never the number itself. */
export function accountNumbers(world: World, accountKey: string): AccountNumber[] {
  const bank = bankAccount(accountKey);
  const tokenized = bank.behavior.startsWith('tan_');
  if (bank.supportedPaymentMethodTypes.length === 0 && !tokenized) return [];
  const { shortlySeconds } = world.pace;
  const lasts: Record<string, number> = { tan_expiring: warnedAhead, tan_expires_now: shortlySeconds, tan_expired: 0 };
  const seconds = lasts[bank.behavior];
  return [
    {
      expected_expiry_date: seconds === undefined ? null : now(world) + seconds,
      identifier_type: tokenized ? 'tokenized_account_number' : 'account_number',
      status: bank.behavior === 'tan_expired' ? 'deactivated' : 'transactable',
      supported_networks: ['ach'],
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
