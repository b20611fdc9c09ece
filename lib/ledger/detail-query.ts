import { Prisma } from '#prisma-client/client.ts';
import { syncRuns } from '../accounts/sync-log-query.ts';
import type { Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { rowColumns, rowJoins, toView } from './queries.ts';
import type { TransactionDetailView } from './view.ts';

type Facts = Parameters<typeof toView>[0] &
  Pick<
    TransactionDetailView,
    | 'institutionName'
    | 'transactedAt'
    | 'postedAt'
    | 'voidAt'
    | 'bankUpdatedAt'
    | 'bankRef'
    | 'formerRefs'
    | 'refreshRef'
  > & { firstRunId: string; lastRunId: string };

/** The bank's facts of one row and where they came from; null when the viewer's household has no such row. */
export async function transaction(tx: Tx, id: string): Promise<TransactionDetailView | null> {
  if (!isId(id)) return null;
  const [row] = await tx.$queryRaw<Facts[]>`
    SELECT ${rowColumns}, a.institution_name AS "institutionName", t.transacted_at AS "transactedAt", t.posted_at AS "postedAt",
      t.void_at AS "voidAt", t.bank_updated_at AS "bankUpdatedAt", t.bank_ref AS "bankRef", t.former_refs AS "formerRefs",
      t.refresh_ref AS "refreshRef", t.first_run_id AS "firstRunId", t.last_run_id AS "lastRunId"
    FROM transaction t ${rowJoins} WHERE t.id = ${id}::uuid`;
  if (!row) return null;
  const { firstRunId, lastRunId } = row;
  const runs = await syncRuns(tx, Prisma.sql`r.id IN (${firstRunId}::uuid, ${lastRunId}::uuid)`, 2);
  return {
    ...toView(row, null),
    institutionName: row.institutionName,
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

type Interval = {
  state: 'proven' | 'waiting' | 'unexplained' | 'empty';
  rowCount: number;
  fromAt: Date;
  fromMinor: bigint;
  toAt: Date;
  toMinor: bigint;
};

/** The bank's balances on either side of a posted row, and the verdict over the time between them. */
async function surroundings(
  tx: Tx,
  row: Facts,
): Promise<Pick<TransactionDetailView, 'anchorBefore' | 'anchorAfter' | 'interval'>> {
  if (row.status !== 'posted' || !row.postedAt) return { anchorBefore: null, anchorAfter: null, interval: null };
  const [between] = await tx.$queryRaw<Interval[]>`
    SELECT p.state, p.row_count AS "rowCount", p.from_at AS "fromAt", f.current_minor AS "fromMinor",
      p.to_at AS "toAt", g.current_minor AS "toMinor"
    FROM proof_interval p JOIN balance_anchor f ON f.id = p.from_anchor_id JOIN balance_anchor g ON g.id = p.to_anchor_id
    WHERE p.account_id = ${row.accountId}::uuid
      AND ((p.from_at < ${row.postedAt} AND p.to_at >= ${row.postedAt}) OR ${row.id}::uuid = ANY(p.before_ids))
    ORDER BY ${row.id}::uuid = ANY(p.before_ids) DESC, p.to_at LIMIT 1`;
  const currency = row.currency;
  if (between) {
    return {
      anchorBefore: { asOf: between.fromAt, current: { amountMinor: between.fromMinor, currency } },
      anchorAfter: { asOf: between.toAt, current: { amountMinor: between.toMinor, currency } },
      interval: { state: between.state, rowCount: between.rowCount },
    };
  }
  const [anchors] = await tx.$queryRaw<
    { before: Date | null; beforeMinor: bigint; after: Date | null; afterMinor: bigint }[]
  >`
    SELECT b.as_of AS before, b.current_minor AS "beforeMinor", n.as_of AS after, n.current_minor AS "afterMinor"
    FROM (SELECT 1) one
    LEFT JOIN LATERAL (SELECT as_of, current_minor FROM balance_anchor
      WHERE account_id = ${row.accountId}::uuid AND as_of < ${row.postedAt} ORDER BY as_of DESC LIMIT 1) b ON TRUE
    LEFT JOIN LATERAL (SELECT as_of, current_minor FROM balance_anchor
      WHERE account_id = ${row.accountId}::uuid AND as_of >= ${row.postedAt} ORDER BY as_of LIMIT 1) n ON TRUE`;
  return {
    anchorBefore: anchors?.before
      ? { asOf: anchors.before, current: { amountMinor: anchors.beforeMinor, currency } }
      : null,
    anchorAfter: anchors?.after
      ? { asOf: anchors.after, current: { amountMinor: anchors.afterMinor, currency } }
      : null,
    interval: null,
  };
}
