import { z } from 'zod';
import {
  type AccountCategory,
  type AccountStatus,
  type BankAccount,
  type BankBalance,
  BankError,
  type BankEvent,
  type BankEventType,
  type BankOwner,
  type BankRead,
  type Permission,
} from '../types.ts';

/**
 * The vendor's objects in our words. What Plumb cannot do without is demanded (`BankError` "unavailable" when it is
 * missing: the answer is not an answer); what may be missing is null; a value that is new to us is "unknown".
 */

const seconds = z.number().int().nonnegative();
const idOf = z.union([z.string().min(1), z.object({ id: z.string().min(1) }).transform((object) => object.id)]);
const amounts = z.record(z.string(), z.number().int().safe());
const holder = z
  .object({ customer: idOf.nullish(), customer_account: z.string().nullish(), account: idOf.nullish() })
  .nullish()
  .transform((value) => value?.customer ?? value?.customer_account ?? value?.account ?? null);

const read = z
  .object({
    id: z.string().nullish(),
    status: z.string(),
    last_attempted_at: seconds.nullish(),
    next_refresh_available_at: seconds.nullish(),
  })
  .nullish();

/** Words of a bank. PostgreSQL's text takes every character but NUL. */
export const text = z.string().transform((words) => words.replaceAll('\0', ''));

const accountShape = z.object({
  id: z.string().min(1),
  account_holder: holder,
  institution_name: text,
  display_name: text.nullish(),
  last4: text.nullish(),
  category: z.string().nullish(),
  subcategory: text.nullish(),
  status: z.string(),
  status_details: z.object({ active: z.object({ expected_deactivation_date: seconds.nullish() }).nullish() }).nullish(),
  permissions: z.array(z.string()).nullish(),
  subscriptions: z.array(z.string()).nullish(),
  ownership: idOf.nullish(),
  balance: z
    .object({
      as_of: seconds,
      current: amounts,
      cash: z.object({ available: amounts.nullish() }).nullish(),
    })
    .nullish(),
  balance_refresh: read,
  transaction_refresh: read,
  ownership_refresh: read,
});

export function toAccount(raw: unknown): BankAccount {
  const account = parsed(accountShape, raw, 'account');
  const balance = toBalance(account.balance);
  return {
    ref: account.id,
    holderRef: account.account_holder,
    institutionName: account.institution_name,
    displayName: account.display_name ?? null,
    last4: account.last4 ?? null,
    category: oneOf(categories, account.category),
    subcategory: account.subcategory ?? 'other',
    currency: balance?.currency ?? 'USD',
    status: oneOf(statuses, account.status),
    expectedDeactivationAt: moment(account.status_details?.active?.expected_deactivation_date),
    permissions: toPermissions(account.permissions),
    subscribedToTransactions: account.subscriptions?.includes('transactions') ?? false,
    ownershipRef: account.ownership ?? null,
    balance,
    reads: {
      balance: toRead(account.balance_refresh),
      transactions: { ...toRead(account.transaction_refresh), refreshRef: account.transaction_refresh?.id ?? null },
      ownership: toRead(account.ownership_refresh),
    },
  };
}

const categories: readonly AccountCategory[] = ['cash', 'credit', 'investment', 'other'];
const statuses: readonly AccountStatus[] = ['active', 'inactive', 'disconnected'];
const permissionWords: Readonly<Record<string, Permission>> = {
  balances: 'balances',
  transactions: 'transactions',
  ownership: 'ownership',
  payment_method: 'payment_method',
};

/** The permissions that Plumb knows; one that is new to it cannot be used, and is left out. */
export function toPermissions(words: readonly string[] | null | undefined): Permission[] {
  return (words ?? []).flatMap((word) => permissionWords[word] ?? []);
}

type RawBalance = z.output<typeof accountShape>['balance'];

/** An account is kept in one currency: the dollar where a balance names several, since only US banks are linked. */
function toBalance(raw: RawBalance): BankBalance | null {
  if (!raw) return null;
  const currencies = Object.keys(raw.current).filter((code) => /^[a-z]{3}$/i.test(code));
  const code = currencies.includes('usd') ? 'usd' : currencies.sort()[0];
  const current = code === undefined ? undefined : raw.current[code];
  if (code === undefined || current === undefined) return null;
  const available = raw.cash?.available?.[code];
  return {
    asOf: new Date(raw.as_of * 1000),
    currentMinor: BigInt(current),
    availableMinor: available === undefined ? null : BigInt(available),
    currency: code.toUpperCase(),
  };
}

/** A state that is new to us counts as pending: it is not yet data, and not yet a failure. */
function toRead(raw: z.output<typeof read>): BankRead {
  if (!raw) return { state: 'never', attemptedAt: null, nextAvailableAt: null };
  const state = raw.status === 'succeeded' || raw.status === 'failed' ? raw.status : 'pending';
  return { state, attemptedAt: moment(raw.last_attempted_at), nextAvailableAt: moment(raw.next_refresh_available_at) };
}

export const sessionShape = z.object({
  id: z.string().min(1),
  account_holder: holder,
  client_secret: z.string().nullish(),
  permissions: z.array(z.string()).nullish(),
  accounts: z.object({ data: z.array(z.unknown()), has_more: z.boolean().nullish() }).nullish(),
});

const ownerShape = z.object({
  name: z.string(),
  email: z.string().nullish(),
  phone: z.string().nullish(),
  raw_address: z.string().nullish(),
});

export function toOwner(raw: unknown): BankOwner {
  const owner = parsed(ownerShape, raw, 'owner');
  return {
    name: owner.name,
    email: owner.email ?? null,
    phone: owner.phone ?? null,
    address: owner.raw_address ?? null,
  };
}

const eventShape = z.object({
  id: z.string().min(1),
  type: z.string(),
  created: seconds,
  data: z.unknown(),
});

const aboutAccount = z.object({
  object: z.object({ id: z.string().min(1), object: z.literal('financial_connections.account') }),
});

const eventWords: ReadonlyMap<string, BankEventType> = new Map([
  ['financial_connections.account.created', 'account-created'],
  ['financial_connections.account.refreshed_balance', 'balance-read'],
  ['financial_connections.account.refreshed_transactions', 'transactions-read'],
  ['financial_connections.account.refreshed_ownership', 'owners-read'],
  ['financial_connections.account.deactivated', 'account-deactivated'],
  ['financial_connections.account.reactivated', 'account-reactivated'],
  ['financial_connections.account.disconnected', 'account-disconnected'],
  ['financial_connections.account.upcoming_deactivation', 'account-changed'],
  ['financial_connections.account.expected_deactivation_date_updated', 'account-changed'],
  ['financial_connections.account.account_numbers_updated', 'account-changed'],
  ['financial_connections.account.supported_payment_method_types_updated', 'account-changed'],
] as const);

/** What an event is about, by the bank's own word for it. */
export function eventTypeOf(word: string): BankEventType {
  return eventWords.get(word) ?? 'other';
}

/** Of an event only its id, its kind and whose data it is about are kept; everything else is asked again. */
export function toEvent(raw: unknown): BankEvent {
  const event = parsed(eventShape, raw, 'event');
  const about = aboutAccount.safeParse(event.data);
  return {
    id: event.id,
    type: event.type,
    accountRef: about.success ? about.data.object.id : null,
    createdAt: new Date(event.created * 1000),
  };
}

/** Checks an answer's shape. What is wrong is named by its path, never by its value. */
export function parsed<T>(shape: z.ZodType<T>, raw: unknown, what: string): T {
  const result = shape.safeParse(raw);
  if (result.success) return result.data;
  const where = result.error.issues.map((issue) => issue.path.join('.') || '(whole)').join(', ');
  throw new BankError('unavailable', `the bank's ${what} cannot be read: ${where}`);
}

function moment(unix: number | null | undefined): Date | null {
  return unix === null || unix === undefined ? null : new Date(unix * 1000);
}

function oneOf<T extends string>(known: readonly T[], word: string | null | undefined): T | 'unknown' {
  return known.find((value) => value === word) ?? 'unknown';
}
