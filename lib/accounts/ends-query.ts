import { addDays, type Day, daysBetween } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import type { Ends } from './net-worth.ts';
import type { DayEnd } from './view.ts';

/** At most `most` days from `from` to `to`, evenly apart, the last one `to`. */
export function spread(from: Day, to: Day, most: number): Day[] {
  const step = Math.max(1, Math.ceil((daysBetween(from, to) + 1) / most));
  const days: Day[] = [];
  for (let at = to; at >= from; at = addDays(at, -step)) days.push(at);
  return days.reverse();
}

/**
 * The balance of accounts at the end of some days (in rising order). A day without rows keeps the end of the day before
 * it; before coverage the end is not known. Days with rows are read together, and only the others looked for one by one: of a
 * household with rows on most days that takes half the time.
 */
export async function dayEnds(tx: Tx, accountIds: readonly string[], days: readonly Day[]): Promise<Ends[]> {
  if (accountIds.length === 0 || days.length === 0) return [];
  const rows = await tx.$queryRaw<{ accountId: string; ends: (string | null)[] }[]>`
    WITH own AS MATERIALIZED (
      SELECT account_id, day, end_minor FROM account_day
      WHERE account_id = ANY(${[...accountIds]}::uuid[]) AND day = ANY(${[...days]}::date[])
    )
    SELECT a.id AS "accountId", jsonb_agg((CASE WHEN own.day IS NOT NULL THEN own.end_minor ELSE
        (SELECT d.end_minor FROM account_day d WHERE d.account_id = a.id AND d.day < p.day ORDER BY d.day DESC LIMIT 1)
      END)::text ORDER BY p.day) AS ends
    FROM unnest(${[...accountIds]}::uuid[]) a(id)
    CROSS JOIN unnest(${[...days]}::date[]) p(day)
    LEFT JOIN own ON own.account_id = a.id AND own.day = p.day
    GROUP BY a.id`;
  return rows.map(({ accountId, ends }) => ({
    accountId,
    ends: ends.map((end) => (end === null ? null : BigInt(end))),
  }));
}

/** The same for charts: the days of each account with what each ended with. */
export async function chartEnds(
  tx: Tx,
  accountIds: readonly string[],
  days: readonly Day[],
): Promise<Map<string, DayEnd[]>> {
  const accounts = await dayEnds(tx, accountIds, days);
  return new Map(
    accounts.map(({ accountId, ends }) => [accountId, days.map((day, i) => ({ day, endMinor: ends[i] ?? null }))]),
  );
}
