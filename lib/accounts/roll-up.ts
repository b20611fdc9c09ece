import type { Day } from '../dates/day.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { type DayNet, runningEnds, type StatedEnd } from './daily-balance.ts';

/**
 * Writes what the posted rows of an account moved on each of these days, or on all. A day without rows and without a stated
 * balance leaves the roll-up. Rows in another currency than the account's are listed and never summed into it; that there
 * are any is noted with the account, so that what adds up rows per currency knows to look for them.
 */
export async function sumDays(tx: Tx, accountId: string, days: readonly Day[] | 'all'): Promise<void> {
  if (days.length === 0) return;
  // One statement for both, so that it can be planned once: "all" is the whole of history.
  const [from, to] = days === 'all' ? ['-infinity', 'infinity'] : [days.reduce(least), days.reduce(most)];
  const only = days === 'all' ? null : [...days];
  await tx.$executeRaw`
    WITH moved AS (
      SELECT t.day, sum(t.amount_minor) FILTER (WHERE t.amount_minor > 0 AND t.currency = a.currency) AS in_minor,
        sum(t.amount_minor) FILTER (WHERE t.amount_minor < 0 AND t.currency = a.currency) AS out_minor,
        count(*) FILTER (WHERE t.currency = a.currency) AS row_count, bool_or(t.currency <> a.currency) AS has_foreign
      FROM "transaction" t JOIN account a ON a.id = t.account_id
      WHERE t.account_id = ${accountId}::uuid AND t.status = 'posted'
        AND t.day BETWEEN ${from}::date AND ${to}::date AND (${only}::date[] IS NULL OR t.day = ANY(${only}::date[]))
      GROUP BY t.day
    ), noted AS (
      UPDATE account SET has_foreign_rows = TRUE
      WHERE id = ${accountId}::uuid AND NOT has_foreign_rows AND EXISTS (SELECT FROM moved WHERE has_foreign)
    ), emptied AS (
      UPDATE account_day d SET in_minor = 0, out_minor = 0, row_count = 0
      WHERE d.account_id = ${accountId}::uuid AND d.row_count > 0 AND d.day BETWEEN ${from}::date AND ${to}::date
        AND (${only}::date[] IS NULL OR d.day = ANY(${only}::date[]))
        AND NOT EXISTS (SELECT FROM moved m WHERE m.day = d.day AND m.row_count > 0)
    )
    INSERT INTO account_day AS d (account_id, day, household_id, in_minor, out_minor, row_count)
    SELECT ${accountId}::uuid, day, ${householdOf(tx)}::uuid, coalesce(in_minor, 0), coalesce(out_minor, 0), row_count
    FROM moved WHERE row_count > 0
    ON CONFLICT (account_id, day) DO UPDATE
      SET in_minor = excluded.in_minor, out_minor = excluded.out_minor, row_count = excluded.row_count
      WHERE (d.in_minor, d.out_minor, d.row_count) IS DISTINCT FROM
        (excluded.in_minor, excluded.out_minor, excluded.row_count)`;
}

const least = (a: Day, b: Day) => (a < b ? a : b);
const most = (a: Day, b: Day) => (a > b ? a : b);

/** From which day to which the ends are derived anew, both included; null = from the beginning, to the end. */
export type DayRange = { readonly from: Day | null; readonly to: Day | null };

/**
 * Derives the balance at the end of each day of a range from the balances stated in it. The day before the range keeps its
 * end and is counted on from; where there is none, the range's first days count back from its first stated balance.
 */
export async function rollUpEnds(
  tx: Tx,
  accountId: string,
  range: DayRange,
  stated: readonly StatedEnd[],
): Promise<void> {
  const statedDays = stated.map(({ day }) => day);
  await tx.$executeRaw`
    INSERT INTO account_day (account_id, day, household_id, in_minor, out_minor, row_count)
    SELECT ${accountId}::uuid, day, ${householdOf(tx)}::uuid, 0, 0, 0 FROM unnest(${statedDays}::date[]) AS day
    ON CONFLICT (account_id, day) DO NOTHING`;
  const from = range.from ?? '-infinity';
  const to = range.to ?? 'infinity';
  const days = await tx.$queryRaw<(DayNet & { endMinor: bigint | null; isEmpty: boolean })[]>`
    SELECT day::text AS day, in_minor + out_minor AS "netMinor", end_minor AS "endMinor", row_count = 0 AS "isEmpty"
    FROM account_day
    WHERE account_id = ${accountId}::uuid AND day BETWEEN ${from}::date AND ${to}::date
    ORDER BY day`;
  const isStated = new Set(statedDays);
  const kept = days.filter(({ day, isEmpty }) => !isEmpty || isStated.has(day));
  const ends = runningEnds(kept, stated, range.from === null ? null : await endBefore(tx, accountId, range.from));
  const held = new Map(days.map(({ day, endMinor }) => [day, endMinor]));
  const changed = ends.filter(({ day, endMinor }) => endMinor !== held.get(day));
  await writeEnds(tx, accountId, changed);
  const gone = days.filter(({ day, isEmpty }) => isEmpty && !isStated.has(day)).map(({ day }) => day);
  if (gone.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM account_day WHERE account_id = ${accountId}::uuid AND day = ANY(${gone}::date[])`;
}

async function endBefore(tx: Tx, accountId: string, day: Day): Promise<bigint | null> {
  const [row] = await tx.$queryRaw<{ endMinor: bigint | null }[]>`
    SELECT end_minor AS "endMinor" FROM account_day
    WHERE account_id = ${accountId}::uuid AND day < ${day}::date ORDER BY day DESC LIMIT 1`;
  return row?.endMinor ?? null;
}

async function writeEnds(
  tx: Tx,
  accountId: string,
  ends: readonly { day: Day; endMinor: bigint | null }[],
): Promise<void> {
  if (ends.length === 0) return;
  await tx.$executeRaw`
    UPDATE account_day d SET end_minor = e.end_minor
    FROM unnest(${ends.map(({ day }) => day)}::date[], ${ends.map(({ endMinor }) => endMinor)}::bigint[]) AS e(day, end_minor)
    WHERE d.account_id = ${accountId}::uuid AND d.day = e.day`;
}

/** Notes the oldest posted day that the bank has given: before it nothing is known. */
export async function rollUpCoverage(tx: Tx, accountId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE account SET coverage_from = oldest.day
    FROM (SELECT min(day) AS day FROM account_day WHERE account_id = ${accountId}::uuid AND row_count > 0) oldest
    WHERE id = ${accountId}::uuid AND coverage_from IS DISTINCT FROM oldest.day`;
}
