import { addDays, type Day, dayOf } from '../dates/day.ts';
import type { Money } from '../money/money.ts';

/** The state of proof that stands beside a balance. Each has a word of its own; colour only repeats it. */
export type ProofHeadline =
  /** without a break from the balance of `from` to the balance of `to` */
  | { readonly kind: 'proven'; readonly from: Date; readonly to: Date; readonly rowCount: number }
  /** `provenTo`: the balance before it is proven, null when not even that is. `awaits`: what has to come (see `awaited`) */
  | {
      readonly kind: 'waiting';
      readonly from: Date;
      readonly to: Date;
      readonly provenTo: Date | null;
      readonly awaits: Awaited;
    }
  /** the newest such interval, and how many others there are: two that cancel out are still two */
  | {
      readonly kind: 'unexplained';
      readonly intervalId: string;
      readonly amount: Money;
      readonly from: Date;
      readonly to: Date;
      readonly others: number;
    }
  | {
      readonly kind: 'not-yet';
      readonly why: 'no-balance' | 'one-balance' | 'too-close' | 'ambiguous' | 'no-transactions';
    }
  | { readonly kind: 'sign-in-again'; readonly lastCompleteAt: Date | null }
  /** signed out, and perhaps continued by a newer account. `isAsked`: the person is asked; else their rows decide first */
  | { readonly kind: 'same-account'; readonly isAsked: boolean; readonly lastCompleteAt: Date | null }
  | { readonly kind: 'disconnected'; readonly at: Date | null };

export type HeadlineFacts = {
  readonly status: 'active' | 'inactive' | 'disconnected' | 'unknown';
  readonly disconnectedAt: Date | null;
  /** of the question whether a newer account continues this one, whether the person is asked; null when there is none */
  readonly isSameAsked?: boolean | null;
  readonly canReadTransactions: boolean;
  readonly anchorCount: number;
  /** when both balance and transactions were last read */
  readonly lastCompleteAt: Date | null;
  readonly currency: string;
  /** unexplained intervals that are not in `intervals` */
  readonly moreUnexplained?: number;
  /** in any order; `empty` ones are allowed and count for nothing */
  readonly intervals: readonly JudgedInterval[];
};

type JudgedInterval = {
  readonly fromAt: Date;
  readonly toAt: Date;
  readonly anchorDiffMinor: bigint;
  readonly rowsMinor: bigint;
  readonly rowCount: number;
} & (
  | { readonly state: 'proven' | 'waiting' | 'ambiguous' | 'empty' }
  | { readonly state: 'unexplained'; readonly id: string }
);

/**
 * One state for an account out of all its intervals. What needs the person comes first; an unexplained interval stays
 * the headline, however many proven ones follow it, until it is explained; *proven* reaches back only as far as
 * nothing else lies between.
 */
export function headlineOf(facts: HeadlineFacts): ProofHeadline {
  if (facts.status === 'disconnected') return { kind: 'disconnected', at: facts.disconnectedAt };
  if (facts.status === 'inactive') return signedOut(facts);
  if (!facts.canReadTransactions) return { kind: 'not-yet', why: 'no-transactions' };
  if (facts.anchorCount === 0) return { kind: 'not-yet', why: 'no-balance' };
  if (facts.anchorCount === 1) return { kind: 'not-yet', why: 'one-balance' };
  const judged = facts.intervals
    .filter((interval) => interval.state !== 'empty')
    .sort((a, b) => b.toAt.getTime() - a.toAt.getTime());
  const unexplained = judged.filter((interval) => interval.state === 'unexplained');
  const [newest] = judged;
  const [wrong] = unexplained;
  if (wrong) {
    return {
      kind: 'unexplained',
      intervalId: wrong.id,
      amount: { amountMinor: wrong.anchorDiffMinor - wrong.rowsMinor, currency: facts.currency },
      from: wrong.fromAt,
      to: wrong.toAt,
      others: unexplained.length - 1 + (facts.moreUnexplained ?? 0),
    };
  }
  if (!newest) return { kind: 'not-yet', why: 'too-close' };
  if (newest.state === 'ambiguous') return { kind: 'not-yet', why: 'ambiguous' };
  if (newest.state === 'waiting') {
    const before = judged.find((interval) => interval.state === 'proven');
    return {
      kind: 'waiting',
      from: newest.fromAt,
      to: newest.toAt,
      provenTo: before?.toAt ?? null,
      awaits: awaited({
        movedMinor: newest.anchorDiffMinor,
        rowsMinor: newest.rowsMinor,
        rowCount: newest.rowCount,
      }),
    };
  }
  const gap = judged.findIndex((interval) => interval.state !== 'proven');
  const proven = gap === -1 ? judged : judged.slice(0, gap);
  return {
    kind: 'proven',
    from: proven.at(-1)?.fromAt ?? newest.fromAt,
    to: newest.toAt,
    rowCount: proven.reduce((sum, interval) => sum + interval.rowCount, 0),
  };
}

/** Whoever has signed in again and got a new account would get a third one by signing in for the first. */
function signedOut({ isSameAsked: isAsked = null, lastCompleteAt }: HeadlineFacts): ProofHeadline {
  return isAsked === null
    ? { kind: 'sign-in-again', lastCompleteAt }
    : { kind: 'same-account', isAsked, lastCompleteAt };
}

/**
 * What a waiting interval awaits. rows: they do not make up the difference yet. balance: they do, and the next balance
 * confirms it. movement: neither the bank's number nor a row has moved, so nothing is known to be missing.
 */
export type Awaited = 'rows' | 'balance' | 'movement';

export function awaited(interval: { movedMinor: bigint; rowsMinor: bigint; rowCount: number }): Awaited {
  if (interval.movedMinor !== interval.rowsMinor) return 'rows';
  return interval.rowCount === 0 ? 'movement' : 'balance';
}

/**
 * Whether a balance is old news: the bank is asked daily, so one from before yesterday (in the household's zone) has
 * missed a turn.
 */
export function isStale(asOf: Date | null, today: Day, zone: string): boolean {
  return asOf !== null && dayOf(asOf, zone) < addDays(today, -1);
}
