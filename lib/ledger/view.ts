import type { SyncRunView } from '../accounts/view.ts';
import type { Day } from '../dates/day.ts';
import type { Money } from '../money/money.ts';

export type TransactionStatus = 'pending' | 'posted' | 'void' | 'unknown';

/** A row of the list. `latestTransactions(tx, limit)` gives the newest ones without totals. */
export type TransactionView = {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  /** of posting when posted, else of the purchase */
  readonly day: Day;
  /** the bank's own text */
  readonly description: string;
  readonly status: TransactionStatus;
  readonly amount: Money;
  /** the balance after this row, in minor units: posted rows of a list of exactly one account and no other filter, where the balance of that day is known; null everywhere else */
  readonly runningMinor: bigint | null;
};

/** Posted rows of one day under the filter, the whole day even when a page ends inside it; one per currency. */
export type DayTotal = { readonly day: Day; readonly total: Money; readonly rowCount: number };

/** Everything the filter matches, over all pages; one per currency. Pending rows are counted apart, void ones nowhere. */
export type FilterTotal = {
  readonly currency: string;
  readonly in: Money;
  /** zero or negative */
  readonly out: Money;
  readonly net: Money;
  readonly postedCount: number;
  readonly pendingCount: number;
  readonly pendingTotal: Money;
};

/** A page by key: newest first, `next` leads to older rows, `previous` to newer ones; opaque, safe in a URL, null at the ends. */
export type TransactionPageView = {
  readonly rows: readonly TransactionView[];
  readonly dayTotals: readonly DayTotal[];
  readonly next: string | null;
  readonly previous: string | null;
};

/** The bank's facts of one row and where they came from. */
export type TransactionDetailView = TransactionView & {
  readonly institutionName: string;
  /** its account is disconnected: the bank says no more of it */
  readonly isLastWord: boolean;
  readonly transactedAt: Date;
  readonly postedAt: Date | null;
  readonly voidAt: Date | null;
  readonly bankUpdatedAt: Date;
  readonly bankRef: string;
  readonly formerRefs: readonly string[];
  readonly refreshRef: string;
  /** the sync that first stored the row, and the one that last changed it */
  readonly firstRun: SyncRunView | null;
  readonly lastRun: SyncRunView | null;
  /** the bank's balances before and after it, and what is known of the time between them */
  readonly anchorBefore: { readonly asOf: Date; readonly current: Money } | null;
  readonly anchorAfter: { readonly asOf: Date; readonly current: Money } | null;
  readonly interval: {
    /** the id of the balance that ends it */
    readonly id: string;
    readonly state: 'proven' | 'waiting' | 'unexplained' | 'ambiguous' | 'empty';
    readonly rowCount: number;
  } | null;
  /** in another currency than its account's, whose balances so say nothing of it */
  readonly isForeign: boolean;
};
