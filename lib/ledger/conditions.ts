import { Prisma } from '#prisma-client/client.ts';
import { undecidedAccounts } from '../accounts/undecided.ts';
import type { Cursor, TransactionFilter } from './filter.ts';
import { type CountedInterval, rowsOf } from './interval-rows.ts';
import { wordPatterns } from './words.ts';

// Filters as SQL over `transaction t`. The text condition is left to the search functions of the database: under
// row-level security a text operator cannot use an index, and those functions check the household themselves.

/** The accounts of a filter over a column: the named ones, else all that are not counted twice. */
export function ofAccounts(column: Prisma.Sql, accountIds: readonly string[]): Prisma.Sql {
  return accountIds.length > 0
    ? Prisma.sql`${column} = ANY(${[...accountIds]}::uuid[])`
    : Prisma.sql`${column} <> ALL (${undecidedAccounts})`;
}

/**
 * Everything of a filter but its status.
 *
 * @param counted the interval that the filter names; null when it names none, or one that is not there, which has no rows
 */
export function matching(filter: TransactionFilter, counted: CountedInterval | null): Prisma.Sql {
  const { text, accountIds, from, to, minMinor, maxMinor, flow, interval } = filter;
  const parts: Prisma.Sql[] = [Prisma.sql`TRUE`];
  if (interval !== null) parts.push(counted?.id === interval ? rowsOf(counted) : Prisma.sql`FALSE`);
  // Who names an interval asks for its account by itself.
  if (interval === null || accountIds.length > 0) parts.push(ofAccounts(Prisma.sql`t.account_id`, accountIds));
  if (from) parts.push(Prisma.sql`t.day >= ${from}::date`);
  if (to) parts.push(Prisma.sql`t.day <= ${to}::date`);
  if (minMinor !== null) parts.push(Prisma.sql`abs(t.amount_minor) >= ${minMinor}`);
  if (maxMinor !== null) parts.push(Prisma.sql`abs(t.amount_minor) <= ${maxMinor}`);
  if (flow === 'in') parts.push(Prisma.sql`t.amount_minor > 0`);
  if (flow === 'out') parts.push(Prisma.sql`t.amount_minor < 0`);
  if (text) {
    const { plain, marked } = wordPatterns(text);
    parts.push(Prisma.sql`t.description ILIKE ALL (${plain}::text[]) AND t.description ~* ALL (${marked}::text[])`);
  }
  return Prisma.join(parts, ' AND ');
}

/**
 * Whether the search functions answer. They do not know intervals: an interval narrows the rows to a few days of one
 * account, among which a text is found without an index.
 */
export function isSearch({ text, interval }: TransactionFilter): boolean {
  return text !== null && interval === null;
}

/** The arguments that the search functions share, in their order. */
export function searchTerms({ text, accountIds, from, to, minMinor, maxMinor, flow }: TransactionFilter): Prisma.Sql {
  const { plain, marked } = wordPatterns(text ?? '');
  return Prisma.sql`${plain}::text[], ${marked}::text[], ${[...accountIds]}::uuid[], ${from}::date, ${to}::date,
    ${minMinor}::bigint, ${maxMinor}::bigint, ${flow}`;
}

/** What lies beyond a cursor in its direction, and the order in which to walk there. */
export function beyond(cursor: Cursor | null): { condition: Prisma.Sql; order: Prisma.Sql } {
  const newestFirst = Prisma.sql`t.day DESC, t.id DESC`;
  if (!cursor) return { condition: Prisma.sql`TRUE`, order: newestFirst };
  const place = Prisma.sql`(${cursor.day}::date, ${cursor.id}::uuid)`;
  return cursor.toward === 'older'
    ? { condition: Prisma.sql`(t.day, t.id) < ${place}`, order: newestFirst }
    : { condition: Prisma.sql`(t.day, t.id) > ${place}`, order: Prisma.sql`t.day ASC, t.id ASC` };
}
