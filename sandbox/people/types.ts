/**
 * The words that the bank's side of a world is told in: who people are, what they hold, and the lines of their ledgers.
 * Amounts are minor units (cents); negative = money out or owed by the holder. Days are `YYYY-MM-DD` in New York, the
 * zone of the banks' working day. Moments are unix seconds.
 */

/** An owner as the bank has it on file; the strings are unparsed. */
export type Owner = { name: string; email: string | null; phone: string | null; rawAddress: string | null };

export type Category = 'cash' | 'credit' | 'investment' | 'other';
export type Subcategory = 'checking' | 'savings' | 'credit_card' | 'line_of_credit' | 'mortgage' | 'other';

/** What a test account does after linking; `normal` for everything people really bank with. */
export type Behavior =
  | 'normal'
  | 'inactive_soon'
  | 'reauth_soon'
  | 'reauth_in_30_days'
  | 'ownership_unavailable'
  | 'tan_expired'
  | 'tan_expiring'
  | 'tan_expires_now';

export type BankAccount = {
  /** Unique over all households, for example `salaried.harborline.checking`. */
  key: string;
  /** Key of the institution that keeps it. */
  institution: string;
  /** Key of the household whose life fills its ledger (test accounts have households too). */
  household: string | null;
  displayName: string;
  last4: string;
  category: Category;
  subcategory: Subcategory;
  /** Balance at the start of the first day of the life; negative = owed by the holder. */
  openingBalance: number;
  owners: Owner[];
  supportedPaymentMethodTypes: ('us_bank_account' | 'link')[];
  behavior: Behavior;
  /**
   * Added to what would be available otherwise (a hold of 50.00 is -5000); `null` = this bank never tells an available
   * amount. For a credit account it is unused.
   */
  availableOffset?: number | null;
  /** Credit limit of a card or line of credit, positive. */
  creditLimit?: number;
};

/** What is really behind a row, to score what an app infers. */
export type Truth = {
  /** The clean name, for example `Blue Heron Bakery`. */
  payee: string;
  /** One of `truthCategories`. */
  category: string;
  /** Same for all rows of one recurring stream (rent, a subscription, a pay), else null. */
  series: string | null;
  /** Same for the two sides of a movement between own accounts, else null. */
  transferPair: string | null;
  /** Same for all pays of one source of income, else null. */
  incomeStream: string | null;
};

/**
 * One line of a bank's ledger, with its whole future: it is made on the day it is first seen, and the clock reveals it.
 * - before `authorizedAt`: not there;
 * - from `authorizedAt`: pending, with `pendingAmount ?? amount` and `pendingDescription ?? description`;
 * - from `postsAt` (never before `authorizedAt`; equal to it for rows that were never pending): posted, with `amount` and
 *   `description`. The balance at a moment is the opening balance plus `amount` of all rows with `postsAt` <= that moment;
 * - from `voidAt`: void. A row has a `postsAt` or a `voidAt`, never both.
 */
export type LedgerRow = {
  key: string;
  accountKey: string;
  amount: number;
  description: string;
  /** Amount while pending when it differs from `amount`, else null. */
  pendingAmount: number | null;
  /** Text while pending when it differs from `description`, else null. */
  pendingDescription: string | null;
  /** First visible, and what the bank tells as the moment of the transaction. */
  authorizedAt: number;
  /** When the bank's ledger takes the row: statuses and balances turn on this. Null when it never posts. */
  postsAt: number | null;
  /**
   * What the bank *tells* as the posting time (Stripe's `posted_at`): most give only the day, 00:00:00 UTC of the posting
   * day, so it may lie some hours before `postsAt` or `authorizedAt`. Never decide anything by it. Null when it never posts.
   */
  postedAt: number | null;
  voidAt: number | null;
  truth: Truth;
};

export type Household = { key: string; title: string; story: string; usernames: string[]; accounts: BankAccount[] };

/** Serializable state of a household's life between days. */
export type Life = { household: string; seed: number; nextDay: string; state: unknown };

export type InstitutionFlow = 'credentials' | 'oauth' | 'down_scheduled' | 'down_unscheduled' | 'down_error';

export type Institution = {
  key: string;
  /** As shown in the search of the dialog. */
  name: string;
  /** As told on a linked account. */
  institutionName: string;
  flow: InstitutionFlow;
  /** False = found only by searching for it. */
  listed: boolean;
  /**
   * Key of the household whose accounts every login sees (test institutions); null where people bank, and the user name
   * decides; see `accountsForLogin` in `logins.ts`.
   */
  household: string | null;
  /** Whether the passwords `options`, `mfa`, `confirm_mfa`, `security_question`, `error`, `incorrect` take effect. */
  steps: boolean;
  /** Shown among the first choices. */
  popular?: boolean;
  /** Background of its mark, as #rrggbb; white text on it is readable (contrast of at least 4.5). */
  color: string;
  /** Whether the bank tells the posting day only, or the moment. */
  tellsPosting: 'day' | 'moment';
  /** Whether card purchases post on working days only, as at most banks, or on every day, as some banks' own cards do. */
  postsCards: 'working-days' | 'every-day';
};
