import { Prisma } from '#prisma-client/client.ts';
import type { Day } from '../dates/day.ts';
import { householdOf, type Tx, viewerOf } from '../db/transact.ts';
import { headlineOf, isStale } from './headline.ts';
import { shownName } from './name.ts';
import { undecidedQuestions } from './same-account-query.ts';
import { undecidedAccounts } from './undecided.ts';
import { isUpdating } from './updating-query.ts';
import type { AccountCardView, AccountKind, AccountStatus, BalanceView, NetWorthStanding } from './view.ts';

/**
 * Of a row of account_freshness: when what we hold of the feature was read. A reading of the account brings the balance
 * itself, but of transactions and owners only that the bank has read them; ours are those that were stored.
 */
export const heldFrom = Prisma.sql`CASE feature WHEN 'balance' THEN succeeded_at ELSE stored_attempt_at END`;

/** A card and the facts behind it that other views of the account need too. */
export type AccountFacts = AccountCardView & {
  readonly connectionId: string;
  readonly bankName: string | null;
  readonly givenName: string | null;
  readonly linkedAt: Date;
  readonly disconnectedAt: Date | null;
  readonly expectedDeactivationAt: Date | null;
  readonly netWorth: NetWorthStanding;
  readonly coverageFrom: Day | null;
  readonly permissions: readonly string[];
  readonly lastCompleteAt: Date | null;
  /** how the newest reading of a linked account failed; null when it did not: one that failed and then worked is no news */
  readonly failure: { readonly at: Date; readonly errorCode: string } | null;
};

type Row = {
  id: string;
  name: string;
  connectionId: string;
  bankName: string | null;
  givenName: string | null;
  institutionName: string;
  last4: string | null;
  category: string;
  subcategory: string;
  currency: string;
  status: AccountStatus;
  permissions: string[];
  linkedAt: Date;
  disconnectedAt: Date | null;
  expectedDeactivationAt: Date | null;
  coverageFrom: Day | null;
  isLeftOut: boolean;
  isUndecided: boolean;
  isSameAsked: boolean | null;
  anchorId: string | null;
  asOf: Date;
  askedAt: Date;
  currentMinor: bigint;
  availableMinor: bigint | null;
  anchorCount: number;
  lastCompleteAt: Date | null;
  failedAt: Date | null;
  errorCode: string;
  isUpdating: boolean;
  streak: Bounds | null;
  waiting: (Bounds & { differenceMinor: string }) | null;
  provenTo: Date | null;
  ambiguous: Bounds | null;
  unexplained: (Bounds & { id: string; differenceMinor: string; others: number }) | null;
};
type Bounds = { fromAt: string; toAt: string; rowCount: number };

const kinds: readonly AccountKind[] = ['cash', 'credit', 'investment', 'other'];

/**
 * The household's accounts as cards, in the order shown: linked ones before disconnected ones, by kind, then by name.
 * `only` narrows it to one account; `wallNow` says whether the lease of a run that reads one has ended.
 */
export async function accountFacts(
  tx: Tx,
  today: Day,
  wallNow: Date,
  only: string | null = null,
): Promise<AccountFacts[]> {
  const zone = viewerOf(tx).timeZone;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT a.id, ${shownName('a', 's')} AS name, a.connection_id AS "connectionId", a.display_name AS "bankName", s.name AS "givenName",
      a.institution_name AS "institutionName", a.last4, a.category, a.subcategory, a.currency, a.status, a.permissions,
      a.linked_at AS "linkedAt", a.disconnected_at AS "disconnectedAt",
      a.expected_deactivation_at AS "expectedDeactivationAt", a.coverage_from::text AS "coverageFrom",
      NOT coalesce(s.in_net_worth, TRUE) AS "isLeftOut", a.id = ANY (${undecidedAccounts}) AS "isUndecided",
      (SELECT bool_or(q.is_asked) FROM (${undecidedQuestions}) q WHERE q.candidate_id = a.id) AS "isSameAsked",
      b.id AS "anchorId", b.as_of AS "asOf", b.attempted_at AS "askedAt", b.current_minor AS "currentMinor",
      b.available_minor AS "availableMinor", least(coalesce(n.count, 0), 2)::int AS "anchorCount",
      f."lastCompleteAt", r."failedAt", r."errorCode", ${isUpdating(wallNow)} AS "isUpdating",
      p.streak, p.waiting, p."provenTo", p.unexplained, p.ambiguous
    FROM account a
    LEFT JOIN account_setting s ON s.account_id = a.id
    LEFT JOIN LATERAL (SELECT * FROM balance_anchor b WHERE b.account_id = a.id ORDER BY b.as_of DESC LIMIT 1) b ON TRUE
    LEFT JOIN LATERAL (
      SELECT count(*) FROM (SELECT 1 FROM balance_anchor b WHERE b.account_id = a.id ORDER BY b.as_of DESC LIMIT 2) two) n ON TRUE
    LEFT JOIN LATERAL (${freshness}) f ON TRUE
    LEFT JOIN LATERAL (${newestRun}) r ON TRUE
    LEFT JOIN LATERAL (${verdicts}) p ON TRUE
    WHERE a.household_id = ${householdOf(tx)}::uuid ${only ? Prisma.sql`AND a.id = ${only}::uuid` : Prisma.empty}`;
  return rows.map((row) => toFacts(row, today, zone)).sort(inOrder);
}

const freshness = Prisma.sql`
  SELECT CASE WHEN count(${heldFrom}) FILTER (WHERE feature IN ('balance', 'transactions')) = 2
      THEN min(${heldFrom}) FILTER (WHERE feature IN ('balance', 'transactions')) END AS "lastCompleteAt"
  FROM account_freshness f WHERE f.account_id = a.id`;

const newestRun = Prisma.sql`
  SELECT CASE WHEN r.state = 'failed' THEN coalesce(r.finished_at, r.started_at) END AS "failedAt",
    coalesce(r.error_code, 'crashed') AS "errorCode"
  FROM sync_run r WHERE r.account_id = a.id ORDER BY r.started_at DESC, r.id LIMIT 1`;

/** So many of an account's newest intervals are looked at for how far proof reaches back: more than a year of daily balances. */
const mostInStreak = 400;

/**
 * The intervals of an account, summed up to what a headline needs: the proven ones after the last that is not, the
 * newest that waits, the newest that may be exact by chance, and the newest that is unexplained with the number of others.
 * Each is found from the newest on, so that the cost does not grow with history.
 */
const verdicts = Prisma.sql`
  SELECT
    (SELECT CASE WHEN count(*) > 0 THEN jsonb_build_object(
        'fromAt', min(q.from_at), 'toAt', max(q.to_at), 'rowCount', sum(q.row_count)) END
      FROM (SELECT n.state, n.from_at, n.to_at, n.row_count FROM proof_interval n
        WHERE n.account_id = a.id AND n.to_at > coalesce(
          (SELECT o.to_at FROM proof_interval o WHERE o.account_id = a.id AND o.state IN ('waiting', 'unexplained', 'ambiguous')
            ORDER BY o.to_at DESC LIMIT 1), '-infinity')
        ORDER BY n.to_at DESC LIMIT ${mostInStreak}) q
      WHERE q.state = 'proven') AS streak,
    (SELECT jsonb_build_object('fromAt', q.from_at, 'toAt', q.to_at, 'rowCount', q.row_count,
        'differenceMinor', (q.anchor_diff_minor - q.rows_minor)::text)
      FROM proof_interval q WHERE q.account_id = a.id AND q.state = 'waiting' ORDER BY q.to_at DESC LIMIT 1) AS waiting,
    (SELECT jsonb_build_object('fromAt', q.from_at, 'toAt', q.to_at, 'rowCount', q.row_count)
      FROM proof_interval q WHERE q.account_id = a.id AND q.state = 'ambiguous' ORDER BY q.to_at DESC LIMIT 1) AS ambiguous,
    (SELECT q.to_at FROM proof_interval q WHERE q.account_id = a.id AND q.state = 'proven'
      ORDER BY q.to_at DESC LIMIT 1) AS "provenTo",
    (SELECT jsonb_build_object('id', q.to_anchor_id, 'fromAt', q.from_at, 'toAt', q.to_at, 'rowCount', q.row_count,
        'differenceMinor', (q.anchor_diff_minor - q.rows_minor)::text, 'others', count(*) OVER () - 1)
      FROM proof_interval q WHERE q.account_id = a.id AND q.state = 'unexplained' ORDER BY q.to_at DESC LIMIT 1) AS unexplained`;

function toFacts(row: Row, today: Day, zone: string): AccountFacts {
  const { anchorId, asOf, askedAt, currentMinor, availableMinor, currency, category } = row;
  const balance: BalanceView | null = anchorId
    ? {
        anchorId,
        asOf,
        askedAt,
        current: { amountMinor: currentMinor, currency },
        available: availableMinor === null ? null : { amountMinor: availableMinor, currency },
      }
    : null;
  const kind = kinds.find((one) => one === category) ?? 'other';
  const netWorth = standingOf(row);
  return {
    id: row.id,
    name: row.name,
    institutionName: row.institutionName,
    last4: row.last4,
    kind,
    subcategory: row.subcategory,
    currency,
    status: row.status,
    balance,
    proof: headlineOf({
      ...row,
      canReadTransactions: row.permissions.includes('transactions'),
      intervals: intervalsOf(row),
      moreUnexplained: row.unexplained?.others ?? 0,
    }),
    isStale: row.status === 'active' && isStale(balance?.asOf ?? null, today, zone),
    inNetWorth: netWorth === 'counted',
    isUndecided: row.isUndecided,
    isUpdating: row.isUpdating,
    connectionId: row.connectionId,
    bankName: row.bankName,
    givenName: row.givenName,
    linkedAt: row.linkedAt,
    disconnectedAt: row.disconnectedAt,
    expectedDeactivationAt: row.expectedDeactivationAt,
    netWorth,
    coverageFrom: row.coverageFrom,
    permissions: row.permissions,
    lastCompleteAt: row.lastCompleteAt,
    failure: row.status === 'active' && row.failedAt ? { at: row.failedAt, errorCode: row.errorCode } : null,
  };
}

function standingOf({ status, isUndecided, isLeftOut }: Row): NetWorthStanding {
  if (status === 'disconnected') return 'disconnected';
  if (isUndecided) return 'undecided';
  return isLeftOut ? 'left-out' : 'counted';
}

function intervalsOf({
  streak,
  waiting,
  provenTo,
  ambiguous,
  unexplained,
}: Row): Parameters<typeof headlineOf>[0]['intervals'] {
  const sums = (bounds: Bounds, differenceMinor: bigint) => ({
    fromAt: new Date(bounds.fromAt),
    toAt: new Date(bounds.toAt),
    rowCount: bounds.rowCount,
    anchorDiffMinor: differenceMinor,
    rowsMinor: 0n,
  });
  const as = (state: 'proven' | 'waiting' | 'ambiguous', bounds: Bounds | null, differenceMinor: bigint) =>
    bounds ? [{ state, ...sums(bounds, differenceMinor) }] : [];
  return [
    // Behind a waiting interval the streak is not looked up: how far proof reached is all that is said then.
    ...as('proven', streak ?? boundsAt(provenTo), 0n),
    ...as('waiting', waiting, BigInt(waiting?.differenceMinor ?? '0')),
    ...as('ambiguous', ambiguous, 0n),
    ...(unexplained
      ? [
          {
            state: 'unexplained' as const,
            id: unexplained.id,
            ...sums(unexplained, BigInt(unexplained.differenceMinor)),
          },
        ]
      : []),
  ];
}

function boundsAt(moment: Date | null): Bounds | null {
  return moment && { fromAt: moment.toISOString(), toAt: moment.toISOString(), rowCount: 0 };
}

function inOrder(a: AccountFacts, b: AccountFacts): number {
  const isGone = (facts: AccountFacts) => Number(facts.status === 'disconnected');
  return (
    isGone(a) - isGone(b) ||
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
    a.name.localeCompare(b.name, 'en') ||
    (a.id < b.id ? -1 : 1)
  );
}
