import { addDays, dayOf, isInside, spanOfPosting } from '../dates/day.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { type Interval, unexplainedMinor } from './interval.ts';
import type { Account } from './read-evidence.ts';
import { type NearbyRow, type SuspectSet, suspectsOf } from './suspects.ts';
import { nearbyDays } from './window.ts';

/** How many rows around a difference are looked at, the newest first. */
const mostNearby = 2_000;

/** Writes verdicts in one statement; one that says what is stored already is not written. */
export async function storeIntervals(
  tx: Tx,
  account: Account,
  intervals: readonly Interval[],
  now: Date,
): Promise<void> {
  if (intervals.length === 0) return;
  const suspects = new Map<Interval, SuspectSet[]>();
  for (const interval of intervals) {
    if (interval.state === 'unexplained') suspects.set(interval, await findSuspects(tx, account, interval));
  }
  const rows = intervals.map((interval) => ({
    to_anchor_id: interval.to.id,
    from_anchor_id: interval.from.id,
    from_at: interval.from.asOf,
    to_at: interval.to.asOf,
    state: interval.state,
    anchor_diff_minor: String(interval.anchorDiffMinor),
    rows_minor: String(interval.rowsMinor),
    row_count: interval.rowCount,
    before_ids: interval.beforeIds,
    after_ids: interval.afterIds,
    is_pinned: interval.isPinned,
    basis: interval.basis,
    suspects: (suspects.get(interval) ?? []).map((set) => ({ ...set, amountMinor: String(set.amountMinor) })),
  }));
  await tx.$executeRaw`
    INSERT INTO proof_interval AS i (account_id, household_id, to_anchor_id, from_anchor_id, from_at, to_at, state,
      anchor_diff_minor, rows_minor, row_count, before_ids, after_ids, is_pinned, basis, suspects, judged_at)
    SELECT ${account.id}::uuid, ${householdOf(tx)}::uuid, r.*, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(to_anchor_id uuid, from_anchor_id uuid,
      from_at timestamptz, to_at timestamptz, state text, anchor_diff_minor bigint, rows_minor bigint, row_count int,
      before_ids uuid[], after_ids uuid[], is_pinned boolean, basis text, suspects jsonb)
    ON CONFLICT (account_id, to_anchor_id) DO UPDATE SET
      from_anchor_id = excluded.from_anchor_id, from_at = excluded.from_at, to_at = excluded.to_at,
      state = excluded.state, anchor_diff_minor = excluded.anchor_diff_minor, rows_minor = excluded.rows_minor,
      row_count = excluded.row_count, before_ids = excluded.before_ids, after_ids = excluded.after_ids,
      is_pinned = excluded.is_pinned, basis = excluded.basis, suspects = excluded.suspects, judged_at = excluded.judged_at
    WHERE (i.from_anchor_id, i.from_at, i.to_at, i.state, i.anchor_diff_minor, i.rows_minor, i.row_count, i.before_ids,
        i.after_ids, i.is_pinned, i.basis, i.suspects)
      IS DISTINCT FROM (excluded.from_anchor_id, excluded.from_at, excluded.to_at, excluded.state,
        excluded.anchor_diff_minor, excluded.rows_minor, excluded.row_count, excluded.before_ids, excluded.after_ids,
        excluded.is_pinned, excluded.basis, excluded.suspects)`;
}

/**
 * Removes verdicts about anchors that the account no longer has, as when its history went over to another account, or that
 * are in another currency than its own.
 */
export async function forgetLostIntervals(tx: Tx, accountId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM proof_interval i WHERE i.account_id = ${accountId}::uuid AND NOT EXISTS (
      SELECT FROM balance_anchor b JOIN account a ON a.id = b.account_id AND a.currency = b.currency
      WHERE b.id = i.to_anchor_id AND b.account_id = i.account_id)`;
}

async function findSuspects(tx: Tx, { id, zone }: Account, interval: Interval): Promise<SuspectSet[]> {
  const { from, to, beforeIds, afterIds } = interval;
  const first = addDays(dayOf(from.asOf, zone), -nearbyDays);
  const last = addDays(dayOf(to.asOf, zone), nearbyDays);
  const rows = await tx.$queryRaw<Omit<NearbyRow, 'isInside'>[]>`
    SELECT t.id, t.bank_ref AS ref, t.amount_minor AS "amountMinor", t.description, t.status,
      t.transacted_at AS "transactedAt", coalesce(t.posted_at, CASE t.status WHEN 'posted' THEN t.transacted_at END)
        AS "postedAt", t.bank_updated_at AS "updatedAt", t.refresh_ref AS "refreshRef"
    FROM "transaction" t JOIN account a ON a.id = t.account_id AND a.currency = t.currency
    WHERE t.account_id = ${id}::uuid AND t.status IN ('posted', 'pending')
      AND t.day BETWEEN ${first}::date AND ${last}::date
    ORDER BY t.day DESC, t.bank_ref DESC LIMIT ${mostNearby}`;
  const [before, after] = [new Set(beforeIds), new Set(afterIds)];
  const nearby = rows.map((row): NearbyRow => {
    if (row.status === 'pending' || row.postedAt === null) return { ...row, isInside: false };
    const side = { isAfterStart: after.has(row.id), isBeforeEnd: before.has(row.id) };
    return { ...row, isInside: isInside(spanOfPosting(row.postedAt, zone), { from: from.asOf, to: to.asOf }, side) };
  });
  return suspectsOf(unexplainedMinor(interval), { from: from.asOf, to: to.asOf }, nearby, zone);
}
