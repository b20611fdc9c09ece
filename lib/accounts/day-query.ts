import type { Day } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { driftMinor } from './daily-balance.ts';
import type { DayMakeup } from './view.ts';

/**
 * One day of an account and how its end comes about: the end before, what its rows moved, and what neither explains. Null
 * when the end of that day is not known.
 */
export async function accountDay(tx: Tx, accountId: string, day: Day, today: Day): Promise<DayMakeup | null> {
  if (!isId(accountId) || day > today) return null;
  const rows = await tx.$queryRaw<
    { day: Day; inMinor: bigint; outMinor: bigint; rowCount: number; endMinor: bigint }[]
  >`
    SELECT day::text AS day, in_minor AS "inMinor", out_minor AS "outMinor", row_count AS "rowCount", end_minor AS "endMinor"
    FROM account_day WHERE account_id = ${accountId}::uuid AND day <= ${day}::date AND end_minor IS NOT NULL
    ORDER BY day DESC LIMIT 2`;
  const [newest, previous] = rows;
  if (!newest) return null;
  if (newest.day < day) {
    const { endMinor } = newest;
    return {
      day,
      inMinor: 0n,
      outMinor: 0n,
      rowCount: 0,
      endMinor,
      beforeMinor: endMinor,
      isFirst: false,
      driftMinor: 0n,
    };
  }
  const netMinor = newest.inMinor + newest.outMinor;
  // The first day's beginning is counted back from its end.
  const beforeMinor = previous?.endMinor ?? newest.endMinor - netMinor;
  const drift = driftMinor(beforeMinor, netMinor, newest.endMinor);
  return { ...newest, beforeMinor, isFirst: previous === undefined, driftMinor: drift };
}
