import { newId } from '../ids.ts';

/** Runs SQL past all policies, as `TestDatabase.query` does. */
export type Query = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

export type TestLedger = { connectionId: string; accountIds: string[] };

/**
 * Fills a household with accounts and posted rows, set by set in the database, for tests of the screens and for
 * benchmarks: `rowCount` rows over `accountCount` accounts and `days` days up to `today`, each account's roll-ups and
 * one balance that agrees with them. The same `seed` gives the same amounts, days and texts.
 */
export async function fillLedger(
  query: Query,
  household: { householdId: string; userId: string },
  {
    accountCount,
    rowCount,
    days,
    today,
    seed = 1,
  }: { accountCount: number; rowCount: number; days: number; today: string; seed?: number },
): Promise<TestLedger> {
  const { householdId, userId } = household;
  const connectionId = newId();
  const runId = newId();
  const accountIds = Array.from({ length: accountCount }, newId);
  await query(
    `INSERT INTO connection (id, household_id, user_id, institution_name, created_at) VALUES ($1, $2, $3, 'Test Bank ' || $4, now())`,
    [connectionId, householdId, userId, seed],
  );
  await query(
    `INSERT INTO account (id, household_id, connection_id, institution_name, display_name, last4, category, subcategory, currency,
       status, permissions, linked_at, coverage_from)
     SELECT id, $2, $3, 'Test Bank', 'Account ' || n, lpad(n::text, 4, '0'), 'cash', 'checking', 'USD', 'active',
       '{balances,transactions}', $4::timestamptz, $4::date - $5::int
     FROM unnest($1::uuid[]) WITH ORDINALITY a(id, n)`,
    [accountIds, householdId, connectionId, today, days],
  );
  await query(
    `INSERT INTO transaction (id, household_id, account_id, bank_ref, amount_minor, currency, description, status, day,
       transacted_at, posted_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
     SELECT gen_random_uuid(), $2, ($1::uuid[])[1 + n % cardinality($1::uuid[])], 'row_' || $6 || '_' || n,
       CASE WHEN h % 20 = 0 THEN 90000 + h % 200000 ELSE -(100 + h % 15000) END, 'USD',
       CASE h % 5 WHEN 0 THEN 'POS DEBIT ' WHEN 1 THEN 'SQ *' WHEN 2 THEN 'CHECKCARD ' ELSE '' END
         || (ARRAY['COFFEE', 'GROCER', 'HARDWARE', 'PHARMACY', 'FUEL', 'BAKERY', 'PAYROLL', 'RENT', 'BOOKS', 'CINEMA'])[1 + h % 10]
         || ' ' || upper(substr(md5(h::text), 1, 5)) || ' #' || h % 9973,
       'posted', d, d::timestamptz, d::timestamptz, d::timestamptz, 'refresh_1', $5, $5
     FROM (SELECT n, abs(hashint8extended(n, $6)) AS h FROM generate_series(1, $3::int) n) rows
     CROSS JOIN LATERAL (SELECT $4::date - (h / 100 % $7)::int AS d) day`,
    [accountIds, householdId, rowCount, today, runId, seed, days],
  );
  await query(
    `INSERT INTO account_day (account_id, day, household_id, in_minor, out_minor, row_count, end_minor)
     SELECT account_id, day, $2, coalesce(sum(amount_minor) FILTER (WHERE amount_minor > 0), 0),
       coalesce(sum(amount_minor) FILTER (WHERE amount_minor < 0), 0), count(*),
       sum(sum(amount_minor)) OVER (PARTITION BY account_id ORDER BY day)
     FROM transaction WHERE account_id = ANY($1) AND status = 'posted' GROUP BY account_id, day`,
    [accountIds, householdId],
  );
  await query(
    `INSERT INTO balance_anchor (id, household_id, account_id, as_of, current_minor, currency, attempted_at, recorded_at)
     SELECT gen_random_uuid(), $2, account_id, $3::timestamptz, sum(in_minor + out_minor), 'USD', $3::timestamptz, $3::timestamptz
     FROM account_day WHERE account_id = ANY($1) GROUP BY account_id`,
    [accountIds, householdId, `${today}T23:00:00Z`],
  );
  await query('ANALYZE transaction');
  return { connectionId, accountIds };
}

/**
 * Gives each account a balance stated daily, `count` days back from the one that `fillLedger` has made, and a proven interval
 * of one row up to each: what years of daily balances leave behind. For how the cost of verdicts grows; they prove nothing.
 */
export async function fillVerdicts(
  query: Query,
  { householdId }: { householdId: string },
  { accountIds, today, count }: { accountIds: readonly string[]; today: string; count: number },
): Promise<void> {
  const values = [accountIds, householdId, `${today}T23:00:00Z`, count];
  await query(
    `INSERT INTO balance_anchor (id, household_id, account_id, as_of, current_minor, currency, attempted_at, recorded_at)
     SELECT gen_random_uuid(), $2, a.id, at, 0, 'USD', at, at
     FROM unnest($1::uuid[]) a(id), generate_series(1, $4::int) n, LATERAL (SELECT $3::timestamptz - n * interval '1 day' AS at) t`,
    values,
  );
  await query(
    `INSERT INTO proof_interval (account_id, household_id, to_anchor_id, from_anchor_id, from_at, to_at, state, anchor_diff_minor,
       rows_minor, row_count, before_ids, after_ids, is_pinned, judged_at)
     SELECT account_id, $2, id, from_id, from_at, as_of, 'proven', 0, 0, 1, '{}', '{}', TRUE, as_of
     FROM (SELECT account_id, id, as_of, lag(id) OVER step AS from_id, lag(as_of) OVER step AS from_at FROM balance_anchor
       WHERE account_id = ANY($1) WINDOW step AS (PARTITION BY account_id ORDER BY as_of)) neighbors
     WHERE from_id IS NOT NULL`,
    values.slice(0, 2),
  );
}

/** What the rows of which a condition of SQL holds add up to. */
export async function sumOfRows(query: Query, condition: string, values: unknown[] = []): Promise<bigint> {
  const [row] = await query<{ sum: string | null }>(
    `SELECT sum(amount_minor)::text AS sum FROM transaction WHERE ${condition}`,
    values,
  );
  return BigInt(row?.sum ?? '0');
}
