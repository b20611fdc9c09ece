import { Prisma } from '#prisma-client/client.ts';
import { syncRuns } from '../accounts/sync-log-query.ts';
import { spanOfPosting } from '../dates/day.ts';
import { type Tx, viewerOf } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { insideOf } from './interval-rows.ts';
import { rowColumns, rowJoins, toView } from './queries.ts';
import { postedMoment } from './transaction.ts';
import type { TransactionDetailView } from './view.ts';

type Facts = Parameters<typeof toView>[0] &
  Pick<
    TransactionDetailView,
    | 'institutionName'
    | 'isLastWord'
    | 'transactedAt'
    | 'postedAt'
    | 'voidAt'
    | 'bankUpdatedAt'
    | 'bankRef'
    | 'formerRefs'
    | 'refreshRef'
  > & { accountCurrency: string; firstRunId: string; lastRunId: string };

/** The bank's facts of one row and where they came from; null when the viewer's household has no such row. */
export async function transaction(tx: Tx, id: string): Promise<TransactionDetailView | null> {
  if (!isId(id)) return null;
  const [row] = await tx.$queryRaw<Facts[]>`
    SELECT ${rowColumns}, a.institution_name AS "institutionName", a.status = 'disconnected' AS "isLastWord",
      t.transacted_at AS "transactedAt", t.posted_at AS "postedAt", t.void_at AS "voidAt", t.bank_updated_at AS "bankUpdatedAt", t.bank_ref AS "bankRef", t.former_refs AS "formerRefs",
      t.refresh_ref AS "refreshRef", a.currency AS "accountCurrency", t.first_run_id AS "firstRunId", t.last_run_id AS "lastRunId"
    FROM transaction t ${rowJoins} WHERE t.id = ${id}::uuid`;
  if (!row) return null;
  const { firstRunId, lastRunId } = row;
  const runs = await syncRuns(tx, Prisma.sql`r.id IN (${firstRunId}::uuid, ${lastRunId}::uuid)`, 2);
  return {
    ...toView(row, null),
    institutionName: row.institutionName,
    isLastWord: row.isLastWord,
    transactedAt: row.transactedAt,
    postedAt: row.postedAt,
    voidAt: row.voidAt,
    bankUpdatedAt: row.bankUpdatedAt,
    bankRef: row.bankRef,
    formerRefs: row.formerRefs,
    refreshRef: row.refreshRef,
    firstRun: runs.find((run) => run.id === firstRunId) ?? null,
    lastRun: runs.find((run) => run.id === lastRunId) ?? null,
    ...(await surroundings(tx, row)),
  };
}

type Surroundings = Pick<TransactionDetailView, 'anchorBefore' | 'anchorAfter' | 'interval' | 'isForeign'>;

type Interval = {
  id: string;
  state: 'proven' | 'waiting' | 'unexplained' | 'ambiguous' | 'empty';
  rowCount: number;
  fromAt: Date;
  fromMinor: bigint;
  toAt: Date;
  toMinor: bigint;
};

/** The bank's balances on either side of a posted row, and the verdict over the time between them, if it counted the row. */
async function surroundings(tx: Tx, row: Facts): Promise<Surroundings> {
  const isForeign = row.currency !== row.accountCurrency;
  if (row.status !== 'posted' || isForeign) {
    return { anchorBefore: null, anchorAfter: null, interval: null, isForeign };
  }
  const span = spanOfPosting(postedMoment(row), viewerOf(tx).timeZone);
  const inside = insideOf(
    Prisma.sql`${row.id}::uuid`,
    Prisma.sql`p.from_at < ${span.from}::timestamptz`,
    Prisma.sql`p.after_ids`,
    Prisma.sql`p.to_at >= ${span.to}::timestamptz`,
    Prisma.sql`p.before_ids`,
  );
  const [between] = await tx.$queryRaw<Interval[]>`
    SELECT p.to_anchor_id AS id, p.state, p.row_count AS "rowCount", p.from_at AS "fromAt", f.current_minor AS "fromMinor",
      p.to_at AS "toAt", g.current_minor AS "toMinor"
    FROM proof_interval p JOIN balance_anchor f ON f.id = p.from_anchor_id JOIN balance_anchor g ON g.id = p.to_anchor_id
    WHERE p.account_id = ${row.accountId}::uuid AND ${inside}
    LIMIT 1`;
  const { currency } = row;
  if (between) {
    return {
      anchorBefore: { asOf: between.fromAt, current: { amountMinor: between.fromMinor, currency } },
      anchorAfter: { asOf: between.toAt, current: { amountMinor: between.toMinor, currency } },
      interval: { id: between.id, state: between.state, rowCount: between.rowCount },
      isForeign,
    };
  }
  return { ...(await nearestAnchors(tx, row, span)), interval: null, isForeign };
}

/**
 * The balances next to a row that stands between no two: before the first one or after the last. Of a row known by its day
 * only, what the verdicts say of the balances of that day is believed; with one balance there is none, and then the balance
 * is taken to count what was posted on its day, as the chart does.
 */
async function nearestAnchors(
  tx: Tx,
  { id, accountId, currency }: Facts,
  span: { from: Date; to: Date },
): Promise<Pick<Surroundings, 'anchorBefore' | 'anchorAfter'>> {
  const anchors = await tx.$queryRaw<{ asOf: Date; currentMinor: bigint; isBefore: boolean }[]>`
    SELECT b.as_of AS "asOf", b.current_minor AS "currentMinor", CASE
        WHEN b.as_of < ${span.from}::timestamptz THEN FALSE
        WHEN b.as_of >= ${span.to}::timestamptz THEN TRUE
        ELSE coalesce((SELECT ${id}::uuid = ANY(p.before_ids) FROM proof_interval p
            WHERE p.account_id = b.account_id AND p.to_anchor_id = b.id),
          (SELECT ${id}::uuid <> ALL(p.after_ids) FROM proof_interval p
            WHERE p.account_id = b.account_id AND p.from_anchor_id = b.id), TRUE) END AS "isBefore"
    FROM balance_anchor b
    WHERE b.account_id = ${accountId}::uuid AND b.currency = ${currency}
    ORDER BY b.as_of`;
  const stated = (anchor: (typeof anchors)[number] | undefined) =>
    anchor ? { asOf: anchor.asOf, current: { amountMinor: anchor.currentMinor, currency } } : null;
  return {
    anchorBefore: stated(anchors.findLast((anchor) => !anchor.isBefore)),
    anchorAfter: stated(anchors.find((anchor) => anchor.isBefore)),
  };
}
