import { Prisma } from '#prisma-client/client.ts';
import type { Tx } from '../db/transact.ts';
import { mostRuns, newestRuns, type SyncRunView } from './view.ts';

/** Runs of the sync that meet a condition over `sync_run r`, newest first. */
export function syncRuns(tx: Tx, condition: Prisma.Sql, most: number): Promise<SyncRunView[]> {
  return tx.$queryRaw<SyncRunView[]>`
    SELECT r.id, r.cause, r.state, r.started_at AS "startedAt", r.finished_at AS "finishedAt", r.asked_at AS "askedAt",
      r.fetched, r.added, r.changed, r.voided, r.oldest_day::text AS "oldestDay", r.error_code AS "errorCode"
    FROM sync_run r WHERE ${condition} ORDER BY r.started_at DESC, r.id LIMIT ${most}`;
}

/** An account's log, newest first: the newest runs whatever they brought, and the older ones that brought something or failed. */
export async function syncLog(tx: Tx, accountId: string): Promise<SyncRunView[]> {
  const ofAccount = Prisma.sql`r.account_id = ${accountId}::uuid`;
  const newest = await syncRuns(tx, ofAccount, newestRuns);
  const telling = await syncRuns(
    tx,
    Prisma.sql`${ofAccount} AND (r.state = 'failed' OR r.added + r.changed + r.voided > 0)`,
    mostRuns,
  );
  const shown = new Set(newest.map(({ id }) => id));
  return [...newest, ...telling.filter(({ id }) => !shown.has(id))].slice(0, mostRuns);
}
