import { Prisma } from '#prisma-client/client.ts';
import { addDays, type Day, dayOf, spanOfDay } from '../dates/day.ts';

/** The time between two neighboring balances of an account, and how its verdict placed rows known by their day only. */
export type CountedInterval = {
  /** the id of the balance that ends it */
  readonly id: string;
  readonly accountId: string;
  readonly fromAt: Date;
  readonly toAt: Date;
  /** rows that may stand on either side of the later balance and were taken to stand before it */
  readonly beforeIds: readonly string[];
  /** rows that may stand on either side of the earlier balance and were taken to stand after it */
  readonly afterIds: readonly string[];
  /** of the household, whose days and the bank's need not begin together */
  readonly zone: string;
};

const posted = Prisma.sql`coalesce(t.posted_at, t.transacted_at)`;
const isDateOnly = Prisma.sql`date_trunc('day', ${posted}, 'UTC') = ${posted}`;
const postedDay = Prisma.sql`(${posted} AT TIME ZONE 'UTC')::date`;

/** `isInside` of `lib/dates` as SQL: whether the span of a row lies after a balance or before it, or what was decided. */
export function insideOf(
  id: Prisma.Sql,
  isAfterStart: Prisma.Sql,
  afterIds: Prisma.Sql,
  isBeforeEnd: Prisma.Sql,
  beforeIds: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`(${isAfterStart} OR ${id} = ANY(${afterIds})) AND (${isBeforeEnd} OR ${id} = ANY(${beforeIds}))`;
}

/**
 * The rows that an interval's verdict has counted, as SQL over `transaction t`: those that add up to its `rows_minor`. A row
 * in another currency than its account's is never among them.
 */
export function rowsOf({ accountId, fromAt, toAt, beforeIds, afterIds, zone }: CountedInterval): Prisma.Sql {
  const [first, last] = [firstDayAfter(fromAt, zone), lastDayBefore(toAt, zone)];
  // The days narrow what is looked at; a row stands at most a day from where it is shown.
  const [from, to] = [addDays(dayOf(fromAt, zone), -2), addDays(dayOf(toAt, zone), 2)];
  const inside = insideOf(
    Prisma.sql`t.id`,
    Prisma.sql`CASE WHEN ${isDateOnly} THEN ${postedDay} >= ${first}::date ELSE ${posted} > ${fromAt}::timestamptz END`,
    Prisma.sql`${[...afterIds]}::uuid[]`,
    Prisma.sql`CASE WHEN ${isDateOnly} THEN ${postedDay} <= ${last}::date ELSE ${posted} <= ${toAt}::timestamptz END`,
    Prisma.sql`${[...beforeIds]}::uuid[]`,
  );
  return Prisma.sql`t.account_id = ${accountId}::uuid AND t.status = 'posted'
    AND t.currency = (SELECT a.currency FROM account a WHERE a.id = ${accountId}::uuid)
    AND t.day BETWEEN ${from}::date AND ${to}::date
    AND ${inside}`;
}

/** The first day whose postings all stand after a moment. */
function firstDayAfter(moment: Date, zone: string): Day {
  let day = addDays(dayOf(moment, 'UTC'), -1);
  while (spanOfDay(day, zone).from <= moment) day = addDays(day, 1);
  return day;
}

/** The last day whose postings all stand before a moment, or at it. */
function lastDayBefore(moment: Date, zone: string): Day {
  let day = addDays(dayOf(moment, 'UTC'), 1);
  while (spanOfDay(day, zone).to > moment) day = addDays(day, -1);
  return day;
}
