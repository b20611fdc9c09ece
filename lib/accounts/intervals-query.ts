import { bankDayOf, isInside, spanOfPosting } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import {
  type AccountView,
  type IntervalCounts,
  mostOpenIntervals,
  newestIntervals,
  type ProofIntervalView,
} from './view.ts';

type IntervalRow = Pick<ProofIntervalView, 'id' | 'state' | 'fromAt' | 'toAt' | 'rowCount'> & {
  fromMinor: bigint;
  toMinor: bigint;
  movedMinor: bigint;
  rowsMinor: bigint;
  suspects: { kind: string; ids: string[]; amountMinor: string | number }[];
};
type PlacedRows = { id: string; postedAt: Date; isBefore: boolean; isAfter: boolean; count: number };

/** The intervals that an account's page shows, and how many there are. */
export async function accountIntervals(
  tx: Tx,
  { id, currency }: Pick<AccountView, 'id' | 'currency'>,
  zone: string,
  asked: string | null,
): Promise<Pick<AccountView, 'intervals' | 'intervalCounts'>> {
  return {
    intervals: await shownIntervals(tx, id, currency, zone, asked),
    intervalCounts: await intervalCounts(tx, id),
  };
}

/** Whether an interval is one of an account's. What can be no id is nobody's. */
export async function hasInterval(tx: Tx, accountId: string, interval: string): Promise<boolean> {
  if (!isId(accountId) || !isId(interval)) return false;
  return (await tx.proofInterval.count({ where: { accountId, toAnchorId: interval } })) > 0;
}

/**
 * Newest first: the newest, and of those before them those that are not proven, the unexplained ones before others, and the
 * one that was asked for. What is empty says nothing.
 */
async function shownIntervals(
  tx: Tx,
  id: string,
  currency: string,
  zone: string,
  asked: string | null,
): Promise<ProofIntervalView[]> {
  const rows = await tx.$queryRaw<IntervalRow[]>`
    WITH newest AS MATERIALIZED (
      SELECT to_anchor_id, to_at FROM proof_interval WHERE account_id = ${id}::uuid AND state <> 'empty'
      ORDER BY to_at DESC LIMIT ${newestIntervals}),
    older AS (
      SELECT to_anchor_id FROM proof_interval
      WHERE account_id = ${id}::uuid AND state IN ('waiting', 'unexplained', 'ambiguous')
        AND to_at < (SELECT min(to_at) FROM newest)
      ORDER BY state = 'unexplained' DESC, to_at DESC LIMIT ${mostOpenIntervals})
    SELECT p.to_anchor_id AS id, p.state, p.from_at AS "fromAt", p.to_at AS "toAt", p.row_count AS "rowCount",
      f.current_minor AS "fromMinor", g.current_minor AS "toMinor", p.anchor_diff_minor AS "movedMinor",
      p.rows_minor AS "rowsMinor", p.suspects
    FROM (SELECT to_anchor_id FROM newest UNION SELECT to_anchor_id FROM older UNION SELECT ${asked}::uuid) shown
    JOIN proof_interval p
      ON p.account_id = ${id}::uuid AND p.to_anchor_id = shown.to_anchor_id AND p.state <> 'empty'
    JOIN balance_anchor f ON f.id = p.from_anchor_id JOIN balance_anchor g ON g.id = p.to_anchor_id
    ORDER BY p.to_at DESC`;
  const placed = await placedRows(tx, id, rows);
  const amount = (amountMinor: bigint) => ({ amountMinor, currency });
  return rows.map(({ fromMinor, toMinor, movedMinor, rowsMinor, suspects, ...row }) => ({
    ...row,
    fromBalance: amount(fromMinor),
    toBalance: amount(toMinor),
    moved: amount(movedMinor),
    rows: amount(rowsMinor),
    unexplained: amount(movedMinor - rowsMinor),
    placed: placementsOf(row, placed, zone),
    suspects: suspects.map(({ kind, ids, amountMinor }) => ({ kind, ids, amount: amount(BigInt(amountMinor)) })),
  }));
}

async function intervalCounts(tx: Tx, id: string): Promise<IntervalCounts> {
  const [counts] = await tx.$queryRaw<IntervalCounts[]>`
    SELECT count(*) FILTER (WHERE state = 'proven')::int AS proven, count(*) FILTER (WHERE state = 'empty')::int AS empty,
      count(*) FILTER (WHERE state NOT IN ('proven', 'empty'))::int AS open
    FROM proof_interval WHERE account_id = ${id}::uuid`;
  return counts ?? { proven: 0, empty: 0, open: 0 };
}

/** The rows known by their day only that a verdict had to place, as many as have the same day and the same place. */
function placedRows(tx: Tx, accountId: string, shown: readonly { readonly id: string }[]): Promise<PlacedRows[]> {
  return tx.$queryRaw<PlacedRows[]>`
    SELECT p.to_anchor_id AS id, coalesce(t.posted_at, t.transacted_at) AS "postedAt", t.id = ANY(p.before_ids) AS "isBefore",
      t.id = ANY(p.after_ids) AS "isAfter", count(*)::int AS count
    FROM proof_interval p
    CROSS JOIN LATERAL (SELECT unnest(p.before_ids) UNION SELECT unnest(p.after_ids)) AS placed(id)
    JOIN transaction t ON t.id = placed.id
    WHERE p.account_id = ${accountId}::uuid AND p.to_anchor_id = ANY(${shown.map(({ id }) => id)}::uuid[])
    GROUP BY 1, 2, 3, 4 ORDER BY 2`;
}

/** What was decided about the rows that an interval counts: those that a balance might count or not, by day and side. */
function placementsOf(
  { id, fromAt, toAt }: Pick<IntervalRow, 'id' | 'fromAt' | 'toAt'>,
  rows: readonly PlacedRows[],
  zone: string,
): ProofIntervalView['placed'] {
  return rows
    .filter((row) => row.id === id)
    .flatMap(({ postedAt, isBefore, isAfter, count }) => {
      const side = { isAfterStart: isAfter, isBeforeEnd: isBefore };
      if (!isInside(spanOfPosting(postedAt, zone), { from: fromAt, to: toAt }, side)) return [];
      const day = bankDayOf(postedAt, zone);
      return [
        ...(isAfter ? [{ side: 'after-earlier' as const, day, count }] : []),
        ...(isBefore ? [{ side: 'before-later' as const, day, count }] : []),
      ];
    });
}
