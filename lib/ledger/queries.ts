import { Prisma } from '#prisma-client/client.ts';
import { shownName } from '../accounts/name.ts';
import type { Day } from '../dates/day.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { totals } from '../money/money.ts';
import { beyond, isSearch, matching, searchTerms } from './conditions.ts';
import { type Cursor, encodeCursor, isOneWholeAccount, type TransactionFilter } from './filter.ts';
import { filterInterval } from './interval-query.ts';
import { dayTotals } from './totals-query.ts';
import type { DayTotal, TransactionPageView, TransactionStatus, TransactionView } from './view.ts';

type Row = {
  id: string;
  accountId: string;
  accountName: string;
  day: Day;
  description: string;
  status: TransactionStatus;
  amountMinor: bigint;
  currency: string;
};

/** Pending rows shown above the first page; a household with more of them sees the rest under the filter "pending". */
const mostPending = 200;

/** The columns of a row of the list, over `transaction t`. */
export const rowColumns = Prisma.sql`
  t.id, t.account_id AS "accountId", t.day::text AS day, t.description, t.status, t.amount_minor AS "amountMinor", t.currency,
  ${shownName('a', 's')} AS "accountName"`;
export const rowJoins = Prisma.sql`
  JOIN account a ON a.id = t.account_id LEFT JOIN account_setting s ON s.account_id = t.account_id`;

/**
 * One page of the rows that a filter matches, newest first. Without a status in the filter it lists posted rows, with
 * the pending ones above the first page; void rows are shown only when they are asked for. The cost of a page does not
 * depend on how deep it lies; what all pages add up to is `filterTotals`.
 */
export async function transactionPage(
  tx: Tx,
  filter: TransactionFilter,
  cursor: Cursor | null,
  limit: number,
): Promise<TransactionPageView> {
  const found = await pageRows(tx, filter, filter.status ?? 'posted', cursor, limit + 1);
  const hasMore = found.length > limit;
  const page = found.slice(0, limit);
  if (cursor?.toward === 'newer') page.reverse();
  const pending =
    cursor === null && filter.status === null ? await pageRows(tx, filter, 'pending', null, mostPending) : [];
  const running = await runningBalances(tx, filter, page);
  const next = cursor?.toward === 'newer' || hasMore ? place(page.at(-1), 'older') : null;
  const previous = cursor?.toward === 'older' || (cursor !== null && hasMore) ? place(page[0], 'newer') : null;
  const cutDays = [...(previous ? page.slice(0, 1) : []), ...(next ? page.slice(-1) : [])].map((row) => row.day);
  return {
    rows: [...pending, ...page].map((row) => toView(row, running.get(row.id) ?? null)),
    dayTotals: await pageTotals(tx, filter, page, cutDays),
    next,
    previous,
  };
}

/**
 * What the posted rows of each day of a page add up to. A page holds its days whole, but for those at its ends, which may go
 * on beyond it (`cutDays`): only they are asked for.
 */
async function pageTotals(
  tx: Tx,
  filter: TransactionFilter,
  page: readonly Row[],
  cutDays: readonly Day[],
): Promise<DayTotal[]> {
  const posted = page.filter((row) => row.status === 'posted');
  const days = [...new Set(posted.map((row) => row.day))];
  const asked = await dayTotals(
    tx,
    filter,
    days.filter((day) => cutDays.includes(day)),
  );
  return days.flatMap((day) => {
    if (cutDays.includes(day)) return asked.filter((one) => one.day === day);
    const own = posted.filter((row) => row.day === day);
    return totals(own).map((total) => ({
      day,
      total,
      rowCount: own.filter((row) => row.currency === total.currency).length,
    }));
  });
}

function place(row: Row | undefined, toward: Cursor['toward']): string | null {
  return row ? encodeCursor({ toward, day: row.day, id: row.id }) : null;
}

export function toView(row: Row, runningMinor: bigint | null): TransactionView {
  const { id, accountId, accountName, day, description, status, amountMinor, currency } = row;
  return { id, accountId, accountName, day, description, status, amount: { amountMinor, currency }, runningMinor };
}

async function pageRows(
  tx: Tx,
  filter: TransactionFilter,
  status: TransactionStatus,
  cursor: Cursor | null,
  most: number,
): Promise<Row[]> {
  const { condition, order } = beyond(cursor);
  if (isSearch(filter)) {
    return tx.$queryRaw<Row[]>`
      SELECT ${rowColumns} FROM ${searchFor(filter, status, cursor, most)} AS hit(id)
      JOIN transaction t ON t.id = hit.id ${rowJoins} ORDER BY ${order}`;
  }
  const where = matching(filter, await filterInterval(tx, filter));
  return tx.$queryRaw<Row[]>`
    SELECT ${rowColumns} FROM (
      SELECT * FROM transaction t
      WHERE t.household_id = ${householdOf(tx)}::uuid AND t.status = ${Prisma.raw(`'${status}'`)}
        AND ${where} AND ${condition}
      ORDER BY ${order} LIMIT ${most}
    ) t ${rowJoins} ORDER BY ${order}`;
}

/** The call of the search function, which looks into the text index and checks the household itself. */
function searchFor(filter: TransactionFilter, status: string, cursor: Cursor | null, most: number): Prisma.Sql {
  return Prisma.sql`search_transactions(${searchTerms(filter)}, ${status},
    ${cursor?.day ?? null}::date, ${cursor?.id ?? null}::uuid, ${cursor?.toward === 'newer'}, ${most}::int)`;
}

/**
 * The balance after each row of a page: the day's end less what stands above the row on that day. Only in a list that
 * is one whole account; null where the day's end is not known, and for rows in another currency than the account's.
 */
async function runningBalances(
  tx: Tx,
  filter: TransactionFilter,
  page: readonly Row[],
): Promise<Map<string, bigint | null>> {
  const [newest, oldest] = [page[0], page.at(-1)];
  if (!newest || !oldest || !isOneWholeAccount({ ...filter, status: null }) || (filter.status ?? 'posted') !== 'posted')
    return new Map();
  const rows = await tx.$queryRaw<{ id: string; runningMinor: bigint | null }[]>`
    SELECT t.id, (d.end_minor - coalesce(sum(t.amount_minor) OVER (
      PARTITION BY t.day ORDER BY t.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0))::bigint AS "runningMinor"
    FROM transaction t JOIN account a ON a.id = t.account_id AND a.currency = t.currency
    JOIN account_day d ON d.account_id = t.account_id AND d.day = t.day
    WHERE t.account_id = ${newest.accountId}::uuid AND t.status = 'posted'
      AND t.day BETWEEN ${oldest.day}::date AND ${newest.day}::date`;
  return new Map(rows.map((row) => [row.id, row.runningMinor]));
}
