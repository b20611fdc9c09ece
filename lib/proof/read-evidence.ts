import { addDays, type Day, dayOf } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import type { Anchor } from './anchor.ts';
import type { IntervalBasis } from './interval.ts';
import { gapFinder, noRows, type PlacedRows, plus, type RowSum, type StraddlingRow } from './placement.ts';

/** An account to judge, and the zone of its household's days. */
export type Account = { readonly id: string; readonly zone: string };

/** An anchor and what was decided about it before; `to` is the stored interval that ends with it. */
export type StoredAnchor = Anchor & {
  readonly to: null | {
    readonly fromAnchorId: string;
    readonly state: string;
    readonly isPinned: boolean;
    readonly basis: IntervalBasis;
    readonly beforeIds: readonly string[];
  };
};

type StoredRow = Anchor & {
  fromAnchorId: string | null;
  state: string;
  isPinned: boolean;
  basis: IntervalBasis;
  beforeIds: string[];
};

/** The anchors of an account, in its own currency, oldest first, each with its stored interval. */
export async function readAnchors(tx: Tx, accountId: string): Promise<StoredAnchor[]> {
  const rows = await tx.$queryRaw<StoredRow[]>`
    SELECT b.id, b.as_of AS "asOf", b.current_minor AS "currentMinor", i.from_anchor_id AS "fromAnchorId", i.state,
      i.is_pinned AS "isPinned", i.basis, i.before_ids AS "beforeIds"
    FROM balance_anchor b JOIN account a ON a.id = b.account_id AND a.currency = b.currency
    LEFT JOIN proof_interval i ON i.account_id = b.account_id AND i.to_anchor_id = b.id
    WHERE b.account_id = ${accountId}::uuid
    ORDER BY b.as_of`;
  return rows.map(({ id, asOf, currentMinor, fromAnchorId, state, isPinned, basis, beforeIds }) => {
    const to = fromAnchorId === null ? null : { fromAnchorId, state, isPinned, basis, beforeIds };
    return { id, asOf, currentMinor, to };
  });
}

/**
 * What the posted rows say around some anchors. Rows whose place is sure come as sums, made by the database, so that a
 * million rows between two balances cost no memory; only rows that may stand on either side of an anchor come one by one.
 * The same as `placeRows` over all rows, but for the time before the first anchor and after the last, of which only the
 * days next to them are read.
 */
export async function readPlacedRows(
  tx: Tx,
  accountId: string,
  anchors: readonly Anchor[],
  zone: string,
): Promise<PlacedRows> {
  const [oldest, newest] = [anchors[0], anchors.at(-1)];
  if (!oldest || !newest) return { fixed: [noRows], straddling: [] };
  const [from, to] = [addDays(dayOf(oldest.asOf, zone), -2), addDays(dayOf(newest.asOf, zone), 2)];
  const fixed = await sumExactRows(tx, accountId, anchors, { from, to });
  const gapsOf = gapFinder(anchors, zone);
  const open: Date[] = [];
  for (const { postedAt, minor, count } of await sumDatedRows(tx, accountId, { from, to })) {
    const gaps = gapsOf(postedAt);
    if (gaps.first === gaps.last) fixed[gaps.first] = plus(fixed[gaps.first] ?? noRows, minor, count);
    else open.push(postedAt);
  }
  const rows = open.length === 0 ? [] : await readRowsOf(tx, accountId, open, { from, to });
  return { fixed, straddling: rows.map((row) => ({ ...row, ...gapsOf(row.postedAt) })) };
}

type Days = { from: Day; to: Day };

/** Sums per gap of the rows whose moment is known. An anchor counts what posted at its very moment, to the microsecond. */
async function sumExactRows(tx: Tx, accountId: string, anchors: readonly Anchor[], days: Days): Promise<RowSum[]> {
  const moments = anchors.map(({ asOf }) => asOf);
  const sums = await tx.$queryRaw<(RowSum & { gap: number })[]>`
    WITH bound AS (
      SELECT array_agg(moment + interval '1 microsecond' ORDER BY moment) AS moments
      FROM unnest(${moments}::timestamptz[]) AS moment
    )
    SELECT width_bucket(coalesce(t.posted_at, t.transacted_at), bound.moments) AS gap,
      sum(t.amount_minor)::bigint AS minor, count(*)::int AS count
    FROM bound, "transaction" t JOIN account a ON a.id = t.account_id AND a.currency = t.currency
    WHERE t.account_id = ${accountId}::uuid AND t.status = 'posted' AND t.day BETWEEN ${days.from}::date AND ${days.to}::date
      AND date_trunc('day', coalesce(t.posted_at, t.transacted_at), 'UTC') <> coalesce(t.posted_at, t.transacted_at)
    GROUP BY gap`;
  const byGap = new Map(sums.map(({ gap, minor, count }) => [gap, { minor, count }]));
  return Array.from({ length: anchors.length + 1 }, (_, gap) => byGap.get(gap) ?? noRows);
}

/** Sums per day of the rows of which only the day of posting is known. */
function sumDatedRows(tx: Tx, accountId: string, days: Days): Promise<(RowSum & { postedAt: Date })[]> {
  return tx.$queryRaw`
    SELECT coalesce(t.posted_at, t.transacted_at) AS "postedAt", sum(t.amount_minor)::bigint AS minor,
      count(*)::int AS count
    FROM "transaction" t JOIN account a ON a.id = t.account_id AND a.currency = t.currency
    WHERE t.account_id = ${accountId}::uuid AND t.status = 'posted' AND t.day BETWEEN ${days.from}::date AND ${days.to}::date
      AND date_trunc('day', coalesce(t.posted_at, t.transacted_at), 'UTC') = coalesce(t.posted_at, t.transacted_at)
    GROUP BY 1`;
}

function readRowsOf(
  tx: Tx,
  accountId: string,
  moments: readonly Date[],
  days: Days,
): Promise<Omit<StraddlingRow, 'first' | 'last'>[]> {
  return tx.$queryRaw`
    SELECT t.id, t.bank_ref AS ref, t.amount_minor AS "amountMinor", t.transacted_at AS "transactedAt",
      coalesce(t.posted_at, t.transacted_at) AS "postedAt"
    FROM "transaction" t JOIN account a ON a.id = t.account_id AND a.currency = t.currency
    WHERE t.account_id = ${accountId}::uuid AND t.status = 'posted' AND t.day BETWEEN ${days.from}::date AND ${days.to}::date
      AND coalesce(t.posted_at, t.transacted_at) = ANY(${[...moments]}::timestamptz[])`;
}

/** Per anchor: what was posted later on its own day, by rows whose moment is known, in minor units. */
export async function readLaterSameDay(
  tx: Tx,
  accountId: string,
  anchors: readonly Anchor[],
  zone: string,
): Promise<Map<string, bigint>> {
  const rows = await tx.$queryRaw<{ anchorId: string; minor: bigint }[]>`
    SELECT b.id AS "anchorId", sum(t.amount_minor)::bigint AS minor
    FROM unnest(${anchors.map(({ id }) => id)}::uuid[], ${anchors.map(({ asOf }) => asOf)}::timestamptz[],
      ${anchors.map(({ asOf }) => dayOf(asOf, zone))}::date[]) AS b(id, as_of, day)
    JOIN "transaction" t ON t.account_id = ${accountId}::uuid AND t.day = b.day AND t.status = 'posted'
      AND coalesce(t.posted_at, t.transacted_at) > b.as_of
      AND date_trunc('day', coalesce(t.posted_at, t.transacted_at), 'UTC') <> coalesce(t.posted_at, t.transacted_at)
    JOIN account a ON a.id = t.account_id AND a.currency = t.currency
    GROUP BY b.id`;
  return new Map(rows.map(({ anchorId, minor }) => [anchorId, minor]));
}
