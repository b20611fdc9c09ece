/**
 * What Plumb knows of a bank, in its own words. The bank's ids are opaque texts (`…Ref`); nothing but `lib/bank/stripe`
 * looks into them. Amounts are bigint minor units, positive = money in, and on a balance positive = owed to the holder.
 * Moments are the bank's own.
 */

/** What a person can allow. `balances` and `transactions` are the base; the others are asked for with their reason. */
export type Permission = 'balances' | 'transactions' | 'ownership' | 'payment_method';
export const permissions: readonly Permission[] = ['balances', 'transactions', 'ownership', 'payment_method'];

/** A kind of data that the bank reads on request, each on its own pace. */
export type Feature = 'balance' | 'transactions' | 'ownership';
export const features: readonly Feature[] = ['balance', 'transactions', 'ownership'];

/** How the bank's last attempt to read a kind of data went, and when it may be asked again (null = not now). */
export type BankRead = {
  state: 'never' | 'pending' | 'succeeded' | 'failed';
  attemptedAt: Date | null;
  nextAvailableAt: Date | null;
};

export type AccountCategory = 'cash' | 'credit' | 'investment' | 'other' | 'unknown';
export type AccountStatus = 'active' | 'inactive' | 'disconnected' | 'unknown';

/** A balance that the bank has stated. `asOf` is the time for which it holds, not when it was asked. */
export type BankBalance = {
  asOf: Date;
  currentMinor: bigint;
  /** Less what is pending, where the bank says it. */
  availableMinor: bigint | null;
  /** ISO 4217, upper case. */
  currency: string;
};

export type BankAccount = {
  ref: string;
  holderRef: string | null;
  institutionName: string;
  displayName: string | null;
  last4: string | null;
  category: AccountCategory;
  /** checking | savings | credit_card | line_of_credit | mortgage | other, or a word that is new to us, as it came. */
  subcategory: string;
  /** ISO 4217, upper case; the balance says it, USD before the first one. */
  currency: string;
  status: AccountStatus;
  /** The bank's warning: by when it will ask to sign in again. */
  expectedDeactivationAt: Date | null;
  permissions: Permission[];
  subscribedToTransactions: boolean;
  ownershipRef: string | null;
  balance: BankBalance | null;
  reads: {
    balance: BankRead;
    /** `refreshRef` names the latest attempt; it is a cursor only once that attempt has succeeded. */
    transactions: BankRead & { refreshRef: string | null };
    ownership: BankRead;
  };
};

export type TransactionStatus = 'pending' | 'posted' | 'void' | 'unknown';

export type BankTransaction = {
  ref: string;
  amountMinor: bigint;
  currency: string;
  description: string;
  status: TransactionStatus;
  transactedAt: Date;
  postedAt: Date | null;
  voidAt: Date | null;
  /** The bank's time of the row's last change. */
  updatedAt: Date;
  refreshRef: string;
};

/** What an event is about. `account-changed`: some other fact of the account; `other`: nothing that Plumb acts on. */
export type BankEventType =
  | 'account-created'
  | 'balance-read'
  | 'transactions-read'
  | 'owners-read'
  | 'account-deactivated'
  | 'account-reactivated'
  | 'account-disconnected'
  | 'account-changed'
  | 'other';

/** An event says only whose data changed; the truth is asked again. */
export type BankEvent = {
  id: string;
  /** The bank's own word, which `eventTypeOf` understands when the event is handled: a later Plumb may know more of them. */
  type: string;
  accountRef: string | null;
  createdAt: Date;
};

export type BankOwner = { name: string; email: string | null; phone: string | null; address: string | null };

/** One dialog with the bank, as the bank remembers it. `accounts` is complete; empty = cancelled or not finished. */
export type LinkSession = {
  sessionRef: string;
  holderRef: string | null;
  permissions: Permission[];
  accounts: BankAccount[];
};

/**
 * Why the bank did not do what it was asked.
 * unavailable: could not be reached or failed itself, try later; rate-limited: asked too often, try later;
 * disconnected: nothing can be read of this account any more; inactive: the person has to sign in at the bank again;
 * no-data-yet: this kind of data has never been read with success; not-found: the bank knows no such thing;
 * refused: the request itself is not accepted, trying again will not help.
 */
export type BankErrorKind =
  | 'unavailable'
  | 'rate-limited'
  | 'disconnected'
  | 'inactive'
  | 'refused'
  | 'not-found'
  | 'no-data-yet';

export class BankError extends Error {
  readonly kind: BankErrorKind;
  /** The bank's id of the request, for a question to its support. */
  readonly requestId: string | null;

  constructor(kind: BankErrorKind, message: string, options: { requestId?: string | null; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'BankError';
    this.kind = kind;
    this.requestId = options.requestId ?? null;
  }
}

/** The signature of an event does not fit, or is too old: the sender is not the bank, or the secret is not ours. */
export class BadSignature extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadSignature';
  }
}
