import type { Day } from '../dates/day.ts';
import type { Money } from '../money/money.ts';
import type { ProofHeadline } from './headline.ts';

// What the screens are given about accounts: plain values, no database rows. Queries fill these types; pages and
// components read them. Amounts are Money (positive = money in, a debt is negative), days are civil days in the
// household's zone, moments are Dates.

export type AccountKind = 'cash' | 'credit' | 'investment' | 'other';
export type AccountStatus = 'active' | 'inactive' | 'disconnected' | 'unknown';
export type Permission = 'balances' | 'transactions' | 'ownership' | 'payment_method';
export type Feature = 'balance' | 'transactions' | 'ownership';

/** So many stated balances can be told apart on a chart. */
export const mostStated = 60;

/** How many intervals an account's page lists whatever they say: two weeks of daily balances; and of older ones that are open. */
export const [newestIntervals, mostOpenIntervals] = [14, 30];

/** How many readings an account's log lists whatever they brought, and how many in all. */
export const [newestRuns, mostRuns] = [8, 30];

/** The newest balance that the bank has stated. `current` of a credit account is negative while money is owed. */
export type BalanceView = {
  readonly anchorId: string;
  readonly asOf: Date;
  /** when the bank was asked, by the bank's clock */
  readonly askedAt: Date;
  readonly current: Money;
  readonly available: Money | null;
};

/** The balance at the end of a day; null where it is not known (before coverage, or no balance from the bank yet). */
export type DayEnd = { readonly day: Day; readonly endMinor: bigint | null };

/** How a day's end comes about: `beforeMinor + inMinor + outMinor + driftMinor` is `endMinor`. */
export type DayMakeup = {
  readonly day: Day;
  /** the end of the day before; on the first day that is known, counted back from its own end */
  readonly beforeMinor: bigint;
  readonly isFirst: boolean;
  readonly inMinor: bigint;
  /** zero or negative */
  readonly outMinor: bigint;
  readonly rowCount: number;
  /** what neither the end before nor the rows explain: the bank's balance of that day says otherwise */
  readonly driftMinor: bigint;
  readonly endMinor: bigint;
};

/** What the accounts of the net worth held at the end of one past day (`balancesOn(tx, day)`). */
export type BalancesOnDayView = {
  readonly day: Day;
  readonly accounts: readonly {
    readonly accountId: string;
    readonly name: string;
    readonly kind: AccountKind;
    readonly end: Money | null;
  }[];
};

/**
 * How an account stands to net worth. undecided: it may be one that is held already, and the same money would be counted
 * twice; disconnected: nobody can say what it holds today. In both the person's choice decides nothing.
 */
export type NetWorthStanding = 'counted' | 'left-out' | 'undecided' | 'disconnected';

/** An account as it stands in lists, in the rail and on the overview. */
export type AccountCardView = {
  readonly id: string;
  /** the person's name for it, else the bank's, else the institution and the last four digits */
  readonly name: string;
  readonly institutionName: string;
  readonly last4: string | null;
  readonly kind: AccountKind;
  /** checking | savings | credit_card | line_of_credit | mortgage | other */
  readonly subcategory: string;
  readonly currency: string;
  readonly status: AccountStatus;
  readonly balance: BalanceView | null;
  readonly proof: ProofHeadline;
  /** the balance is older than the account's rhythm explains (see `isStale` in headline.ts) */
  readonly isStale: boolean;
  /** its balance is a part of net worth: its standing is `counted` */
  readonly inNetWorth: boolean;
  /** it may be one that is held already: until that is decided it is in no sum at all (see undecided.ts) */
  readonly isUndecided: boolean;
  /** a sync of this account runs or waits at this moment */
  readonly isUpdating: boolean;
};

/** Accounts with the ends of the last 30 days (oldest first), in the order shown: kind (cash, credit, investment, other), then name. */
export type AccountListItem = AccountCardView & { readonly trend: readonly DayEnd[] };
export type AccountListView = {
  readonly accounts: readonly AccountListItem[];
  /** one per currency, over the accounts that count toward net worth and have a balance */
  readonly netWorth: readonly NetWorthNow[];
};

/** Net worth of one currency now: the sum of the newest balances of `parts`, and nothing else. */
export type NetWorthNow = {
  readonly assets: Money;
  /** zero or negative */
  readonly debts: Money;
  readonly net: Money;
  readonly parts: readonly { readonly accountId: string; readonly name: string; readonly balance: BalanceView }[];
};

/** Net worth at the end of a day, in minor units. `missing` counts accounts whose balance of that day is not known. */
export type NetWorthPoint = {
  readonly day: Day;
  readonly assetsMinor: bigint;
  /** zero or negative */
  readonly debtsMinor: bigint;
  readonly missing: number;
};

export type NetWorthView = NetWorthNow & {
  readonly currency: string;
  /** oldest first, at most 181 points (thinned evenly when the history is longer), the last one is today as it ends so far */
  readonly series: readonly NetWorthPoint[];
  /** against the end of the day 30 days ago, when every account was known then */
  readonly change: { readonly amount: Money; readonly since: Day; readonly before: Money } | null;
};

/** Posted money in and out of one currency from `from` to `to`, all accounts. `out` is zero or negative. */
export type FlowView = {
  readonly from: Day;
  readonly to: Day;
  readonly in: Money;
  readonly out: Money;
  readonly rowCount: number;
};

/** This month up to today, and the whole of last month, and last month up to the same day of the month. */
export type CashFlowView = {
  readonly currency: string;
  readonly thisMonth: FlowView;
  readonly lastMonth: FlowView;
  readonly lastMonthToDate: FlowView;
  /** the last six months, oldest first, this month last; months before any coverage are left out */
  readonly months: readonly FlowView[];
};

/** What an account is known by where several are named. */
export type NamedAccount = { readonly id: string; readonly name: string };

/** Accounts of one sign-in at a bank whose newest reading failed, all in the same way. */
export type ReadingFailure = {
  readonly connectionId: string;
  readonly institutionName: string;
  readonly accounts: readonly NamedAccount[];
  readonly errorCode: string;
  /** when the newest of them failed */
  readonly at: Date;
  /** up to when all of them are complete; null when one never was */
  readonly lastCompleteAt: Date | null;
};

/** What waits for the person, most urgent first; a failed sync is told, and waits for nobody. */
export type AttentionItem =
  | {
      readonly kind: 'sign-in-again';
      readonly connectionId: string;
      readonly institutionName: string;
      /** all that one sign-in mends */
      readonly accounts: readonly NamedAccount[];
      /** up to when all of them are complete; null when one never was */
      readonly lastCompleteAt: Date | null;
    }
  | {
      readonly kind: 'unexplained';
      readonly accountId: string;
      readonly accountName: string;
      readonly intervalId: string;
      readonly amount: Money;
      readonly from: Date;
      readonly to: Date;
      /** older ones of the same account */
      readonly others: number;
    }
  | {
      readonly kind: 'same-account';
      readonly questionId: string;
      readonly accountId: string;
      readonly accountName: string;
      readonly candidateName: string;
    }
  | {
      readonly kind: 'signs-out-soon';
      readonly accountId: string;
      readonly accountName: string;
      readonly institutionName: string;
      readonly at: Date;
    }
  | ({ readonly kind: 'sync-failed' } & ReadingFailure);

export type OverviewView = {
  /** every account that is not erased, in the order shown; disconnected ones last */
  readonly accounts: readonly AccountCardView[];
  /** one per currency, the one with most accounts first; empty when no account has a balance */
  readonly netWorth: readonly NetWorthView[];
  readonly cashFlow: readonly CashFlowView[];
  readonly attention: readonly AttentionItem[];
};

/**
 * When one kind of data was last asked for and read. `succeededAt` stays when a later attempt fails; of transactions and
 * owners it is when those were read that are stored.
 */
export type FeatureRead = {
  readonly state: 'never' | 'pending' | 'succeeded' | 'failed';
  readonly attemptedAt: Date | null;
  readonly succeededAt: Date | null;
  readonly nextAvailableAt: Date | null;
};

export type PermissionView = {
  readonly permission: Permission;
  readonly isGranted: boolean;
  /** null for payment_method, which is used when paying and not read */
  readonly read: FeatureRead | null;
};

/** One run of the sync, as the log shows it. */
export type SyncRunView = {
  readonly id: string;
  /** link | event | person | sweep | relink */
  readonly cause: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** when the bank itself was asked for what the run stored */
  readonly askedAt: Date | null;
  readonly fetched: number;
  readonly added: number;
  readonly changed: number;
  readonly voided: number;
  readonly oldestDay: Day | null;
  readonly errorCode: string | null;
};

/** The time between two neighbouring balances of the bank, and what the rows say about it. */
export type ProofIntervalView = {
  readonly id: string;
  readonly state: 'proven' | 'waiting' | 'unexplained' | 'ambiguous';
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly fromBalance: Money;
  readonly toBalance: Money;
  /** what the balances say has moved */
  readonly moved: Money;
  /** what the posted rows add up to */
  readonly rows: Money;
  readonly rowCount: number;
  /** moved − rows */
  readonly unexplained: Money;
  /** rows known by their day only, which a balance of that day might count or not: on which side of which balance they were taken to stand */
  readonly placed: readonly {
    readonly side: 'after-earlier' | 'before-later';
    readonly day: Day;
    readonly count: number;
  }[];
  readonly suspects: readonly { readonly kind: string; readonly ids: readonly string[]; readonly amount: Money }[];
};

/** How many intervals an account has: `open` ones are neither proven nor empty. */
export type IntervalCounts = { readonly proven: number; readonly open: number; readonly empty: number };

export type AccountView = AccountCardView & {
  readonly connectionId: string;
  /** the bank's own name for the account, when it gives one */
  readonly bankName: string | null;
  /** the person's name for it, when they gave one */
  readonly givenName: string | null;
  readonly linkedAt: Date;
  readonly disconnectedAt: Date | null;
  readonly expectedDeactivationAt: Date | null;
  readonly netWorth: NetWorthStanding;
  /** before this day nothing is known */
  readonly coverageFrom: Day | null;
  /** oldest first, the last 366 days at most, the last one is today; days before coverage included back to 14 days before it */
  readonly days: readonly DayEnd[];
  /** the bank's balances that fall into `days`, oldest first; none where they are more than `mostStated` */
  readonly stated: readonly { readonly day: Day; readonly current: Money }[];
  /**
   * newest first: the newest `newestIntervals`, and of the older ones `mostOpenIntervals` that are not proven, and the one
   * that was asked for; none that is empty
   */
  readonly intervals: readonly ProofIntervalView[];
  /** of all that it has, shown or not */
  readonly intervalCounts: IntervalCounts;
  readonly permissions: readonly PermissionView[];
  /** newest first: the newest `newestRuns` whatever they brought, then those that brought something or failed; at most `mostRuns` */
  readonly syncLog: readonly SyncRunView[];
  /** its posted rows */
  readonly rowCount: number;
  /** pending rows, one entry per currency that has some: never part of a balance */
  readonly pending: readonly { readonly count: number; readonly total: Money }[];
  /** owners stored for this account; null when the permission was not given */
  readonly ownersCount: number | null;
  /** the bank has read them, though it may name nobody */
  readonly areOwnersRead: boolean;
  /** an open question whether this account continues another one, or is the earlier one that another continues */
  readonly sameAccountQuestion: {
    readonly questionId: string;
    readonly accountName: string;
    readonly candidateName: string;
    readonly isEarlier: boolean;
  } | null;
};

/** `connectionList(tx, today)`: one institution as one person linked it, with its accounts (erased ones left out; disconnected ones last). */
export type ConnectionView = {
  readonly id: string;
  readonly institutionName: string;
  readonly createdAt: Date;
  readonly failures: readonly ReadingFailure[];
  readonly accounts: readonly (AccountCardView & {
    readonly permissions: readonly PermissionView[];
    readonly disconnectedAt: Date | null;
    readonly expectedDeactivationAt: Date | null;
    readonly rowCount: number;
    readonly coverageFrom: Day | null;
  })[];
};

/** `arrival(tx, accountIds, today)`: how far freshly linked accounts have come; asked again until `isSettled`. */
export type ArrivalView = {
  readonly accounts: readonly {
    readonly id: string;
    readonly name: string;
    readonly institutionName: string;
    readonly last4: string | null;
    /** asking: nothing stored yet; reading: rows are there, the balance is not; done; failed */
    readonly step: 'asking' | 'reading' | 'done' | 'failed';
    readonly rowCount: number;
    readonly oldestDay: Day | null;
    readonly balance: BalanceView | null;
    readonly proof: ProofHeadline;
    readonly isStale: boolean;
    readonly errorCode: string | null;
  }[];
  readonly isSettled: boolean;
};

/** What the posted rows of a new account and of one held say of each other since a day; null: there is none to compare. */
export type RowEvidence = {
  /** of the same day, amount and text */
  agreeing: number;
  /** the same but for the text, or for a few days */
  alike: number;
  onlyExisting: number;
  onlyIncoming: number;
  from: Day | null;
  to: Day | null;
};

/** A linked account that may continue an earlier one, with what their rows say: the person decides. */
export type SameAccountQuestion = {
  readonly id: string;
  readonly accountId: string;
  readonly accountName: string;
  readonly candidateId: string;
  readonly candidateName: string;
  readonly institutionName: string;
  readonly last4: string | null;
  readonly currency: string;
  /** the bank has not read the new account's rows so far */
  readonly isUnread: boolean;
  /** the new account is disconnected */
  readonly isOver: boolean;
  /** the bank still gives the earlier one */
  readonly isCandidateRead: boolean;
  /** whether the new account continues yet another one is not answered either */
  readonly hasOthers: boolean;
  readonly evidence: RowEvidence;
};

/**
 * What came of a question. same: one account, `accountName`; awaited: it will be one once the new account's rows come;
 * different: two accounts, of which the new one is in the sums, or is not: disconnected, or asked about further.
 */
export type AnsweredQuestion = {
  readonly id: string;
  readonly accountName: string;
  readonly became: 'same' | 'awaited' | 'different' | 'different-over' | 'different-asked';
};
