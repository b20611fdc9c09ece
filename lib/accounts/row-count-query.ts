import type { Tx } from '../db/transact.ts';

/** How many posted rows each of these accounts has: those of the roll-ups, and those in another currency, which they leave out. */
export async function postedRowCounts(tx: Tx, accountIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ accountId: string; count: number }[]>`
    SELECT a.id AS "accountId", (
      coalesce((SELECT sum(d.row_count) FROM account_day d WHERE d.account_id = a.id), 0)
      + CASE WHEN a.has_foreign_rows THEN (
          SELECT count(*) FROM transaction t
          WHERE t.account_id = a.id AND t.status = 'posted' AND t.currency <> a.currency) ELSE 0 END)::int AS count
    FROM account a WHERE a.id = ANY(${[...accountIds]}::uuid[])`;
  return new Map(rows.map(({ accountId, count }) => [accountId, count]));
}
