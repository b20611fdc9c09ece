import { addDays, type Day, later } from '../dates/day.ts';
import { addMonths, firstDay, lastDay, type Month, monthOf, sameDayIn } from '../dates/month.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { undecidedAccounts } from './undecided.ts';
import type { CashFlowView, FlowView } from './view.ts';

const monthsShown = 6;

type Row = { currency: string; month: Month; isToDate: boolean; inMinor: bigint; outMinor: bigint; rowCount: number };

/**
 * Posted money in and out of all accounts: this month to today beside last month, and the last six months. Transfers
 * between own accounts are money out of the one and into the other, and are counted as both. Rows in another currency than
 * their account's count in their own. `coverageFrom` is the first day of which rows of any account are known: no month before
 * its own is told of; null when there is none.
 */
export async function cashFlow(tx: Tx, today: Day, coverageFrom: Day | null): Promise<CashFlowView[]> {
  if (coverageFrom === null) return [];
  const thisMonth = monthOf(today);
  const lastMonth = addMonths(thisMonth, -1);
  const earliest = firstDay(addMonths(thisMonth, 1 - monthsShown));
  const sameDay = sameDayIn(lastMonth, today);
  const rows = await tx.$queryRaw<Row[]>`
    SELECT currency, to_char(day, 'YYYY-MM') AS month, day <= ${sameDay}::date AS "isToDate",
      sum(in_minor)::bigint AS "inMinor", sum(out_minor)::bigint AS "outMinor", sum(row_count)::int AS "rowCount"
    FROM (
      SELECT a.currency, d.day, d.in_minor, d.out_minor, d.row_count FROM account_day d JOIN account a ON a.id = d.account_id
      WHERE d.household_id = ${householdOf(tx)}::uuid AND d.account_id <> ALL (${undecidedAccounts})
        AND d.day BETWEEN ${earliest}::date AND ${today}::date
      UNION ALL
      SELECT f.* FROM account a CROSS JOIN LATERAL (
        SELECT t.currency, t.day, greatest(t.amount_minor, 0), least(t.amount_minor, 0), 1 FROM transaction t
        WHERE t.account_id = a.id AND t.status = 'posted' AND t.currency <> a.currency
          AND t.day BETWEEN ${earliest}::date AND ${today}::date) f
      WHERE a.household_id = ${householdOf(tx)}::uuid AND a.has_foreign_rows AND a.id <> ALL (${undecidedAccounts})
    ) moved
    GROUP BY 1, 2, 3`;
  const first = monthOf(later(coverageFrom, earliest));
  const currencies = [...new Set(rows.map((row) => row.currency))].sort((a, b) => count(rows, b) - count(rows, a));
  return currencies.map((currency) => {
    const own = rows.filter((row) => row.currency === currency);
    const whole = (month: Month) =>
      flow(
        own.filter((row) => row.month === month),
        currency,
        firstDay(month),
        month === thisMonth ? today : lastDay(month),
      );
    const months: FlowView[] = [];
    for (let month = first; month <= thisMonth; month = addMonths(month, 1)) months.push(whole(month));
    return {
      currency,
      thisMonth: whole(thisMonth),
      lastMonth: whole(lastMonth),
      lastMonthToDate: flow(
        own.filter((row) => row.month === lastMonth && row.isToDate),
        currency,
        firstDay(lastMonth),
        sameDay,
      ),
      months,
    };
  });
}

function count(rows: readonly Row[], currency: string): number {
  return rows.reduce((sum, row) => sum + (row.currency === currency ? row.rowCount : 0), 0);
}

function flow(rows: readonly Row[], currency: string, from: Day, to: Day): FlowView {
  const sum = (of: (row: Row) => bigint) => ({
    amountMinor: rows.reduce((total, row) => total + of(row), 0n),
    currency,
  });
  return {
    from,
    to,
    in: sum((row) => row.inMinor),
    out: sum((row) => row.outMinor),
    rowCount: rows.reduce((total, row) => total + row.rowCount, 0),
  };
}

/** The first day of the trend that cards show: the last thirty days, today included. */
export function trendFrom(today: Day): Day {
  return addDays(today, -29);
}
