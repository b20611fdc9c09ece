import type { Prisma } from '#prisma-client/client.ts';
import type { Tx } from '../db/transact.ts';
import type { SyncRunView } from './view.ts';

/** Runs of the sync that meet a condition over `sync_run r`, newest first. */
export function syncRuns(tx: Tx, condition: Prisma.Sql, most: number): Promise<SyncRunView[]> {
  return tx.$queryRaw<SyncRunView[]>`
    SELECT r.id, r.cause, r.state, r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.asked_at AS "askedAt",
      r.fetched, r.added, r.changed, r.voided, r.oldest_day::text AS "oldestDay", r.error_code AS "errorCode"
    FROM sync_run r WHERE ${condition} ORDER BY r.started_at DESC, r.id LIMIT ${most}`;
}
