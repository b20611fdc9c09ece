import { Prisma } from '#prisma-client/client.ts';
import type { Day } from '../dates/day.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { isSearch, matching, ofAccounts, searchTerms } from './conditions.ts';
import type { TransactionFilter } from './filter.ts';
import { filterInterval } from './interval-query.ts';
import type { DayTotal, FilterTotal } from './view.ts';

/** Whether the roll-ups per account and day can answer: they know accounts, days and direction, not texts or sizes. */
function isRolledUp({ text, minMinor, maxMinor, flow, interval }: TransactionFilter): boolean {
  return text === null && minMinor === null && maxMinor === null && flow === null && interval === null;
}

/** What the posted rows of each of these days add up to under a filter, one per day and currency. */
export async function dayTotals(tx: Tx, filter: TransactionFilter, days: readonly Day[]): Promise<DayTotal[]> {
  if (days.length === 0) return [];
  const where = matching(filter, await filterInterval(tx, filter));
  const rows = await tx.$queryRaw<{ day: Day; currency: string; total: bigint; rowCount: number }[]>`
    SELECT t.day::text AS day, t.currency, sum(t.amount_minor)::bigint AS total, count(*)::int AS "rowCount"
    FROM transaction t
    WHERE t.household_id = ${householdOf(tx)}::uuid AND t.status = 'posted' AND t.day = ANY(${[...days]}::date[])
      AND ${where}
    GROUP BY t.day, t.currency ORDER BY t.day DESC, t.currency`;
  return rows.map(({ day, currency, total, rowCount }) => ({ day, total: { amountMinor: total, currency }, rowCount }));
}

type Sums = { currency: string; inMinor: bigint; outMinor: bigint; count: number };

/** What everything under a filter adds up to, one per currency: posted rows, with the pending ones counted apart. */
export async function filterTotals(tx: Tx, filter: TransactionFilter): Promise<FilterTotal[]> {
  const posted = filter.status === null || filter.status === 'posted' ? await sums(tx, filter, 'posted') : [];
  const pending = filter.status === null || filter.status === 'pending' ? await sums(tx, filter, 'pending') : [];
  const currencies = [...new Set([...posted, ...pending].map((sum) => sum.currency))].sort();
  return currencies.map((currency) => {
    const [done, open] = [posted, pending].map((list) => list.find((sum) => sum.currency === currency));
    const inMinor = done?.inMinor ?? 0n;
    const outMinor = done?.outMinor ?? 0n;
    return {
      currency,
      in: { amountMinor: inMinor, currency },
      out: { amountMinor: outMinor, currency },
      net: { amountMinor: inMinor + outMinor, currency },
      postedCount: done?.count ?? 0,
      pendingCount: open?.count ?? 0,
      pendingTotal: { amountMinor: (open?.inMinor ?? 0n) + (open?.outMinor ?? 0n), currency },
    };
  });
}

async function sums(tx: Tx, filter: TransactionFilter, status: 'posted' | 'pending'): Promise<Sums[]> {
  if (isSearch(filter)) return searchedSums(tx, filter, status);
  if (status === 'posted' && isRolledUp(filter)) return rolledUpSums(tx, filter);
  const where = matching(filter, await filterInterval(tx, filter));
  return tx.$queryRaw<Sums[]>`
    SELECT t.currency, ${sumColumns} FROM transaction t
    WHERE t.household_id = ${householdOf(tx)}::uuid AND t.status = ${Prisma.raw(`'${status}'`)} AND ${where}
    GROUP BY t.currency`;
}

const sumColumns = Prisma.sql`
  coalesce(sum(t.amount_minor) FILTER (WHERE t.amount_minor > 0), 0)::bigint AS "inMinor",
  coalesce(sum(t.amount_minor) FILTER (WHERE t.amount_minor < 0), 0)::bigint AS "outMinor", count(*)::int AS count`;

/** From the roll-ups, which are in the accounts' own currencies, and the few rows in others, which they leave out. */
function rolledUpSums(tx: Tx, { accountIds, from, to }: TransactionFilter): Promise<Sums[]> {
  const within = (day: Prisma.Sql) =>
    Prisma.join(
      [
        Prisma.sql`TRUE`,
        ...(from ? [Prisma.sql`${day} >= ${from}::date`] : []),
        ...(to ? [Prisma.sql`${day} <= ${to}::date`] : []),
      ],
      ' AND ',
    );
  const own = Prisma.sql`a.household_id = ${householdOf(tx)}::uuid AND ${ofAccounts(Prisma.sql`a.id`, accountIds)}`;
  return tx.$queryRaw<Sums[]>`
    SELECT currency, sum("inMinor")::bigint AS "inMinor", sum("outMinor")::bigint AS "outMinor", sum(count)::int AS count
    FROM (
      SELECT a.currency, sum(d.in_minor) AS "inMinor", sum(d.out_minor) AS "outMinor", sum(d.row_count) AS count
      FROM account_day d JOIN account a ON a.id = d.account_id
      WHERE ${own} AND ${within(Prisma.sql`d.day`)} GROUP BY a.currency
      UNION ALL
      SELECT f.* FROM account a CROSS JOIN LATERAL (
        SELECT t.currency, ${sumColumns} FROM transaction t
        WHERE t.account_id = a.id AND t.status = 'posted' AND t.currency <> a.currency AND ${within(Prisma.sql`t.day`)}
        GROUP BY t.currency) f
      WHERE ${own} AND a.has_foreign_rows
    ) part
    GROUP BY currency HAVING sum(count) > 0`;
}

function searchedSums(tx: Tx, filter: TransactionFilter, status: string): Promise<Sums[]> {
  return tx.$queryRaw<Sums[]>`
    SELECT currency, in_minor AS "inMinor", out_minor AS "outMinor", row_count AS count
    FROM search_totals(${searchTerms(filter)}, ${status})`;
}
