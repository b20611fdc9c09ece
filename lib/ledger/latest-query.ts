import { Prisma } from '#prisma-client/client.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { ofAccounts } from './conditions.ts';
import { rowColumns, rowJoins, toView } from './queries.ts';
import type { TransactionView } from './view.ts';

/**
 * The newest rows without totals, for a corner of a page: posted and pending together, void ones left out, of the accounts
 * whose rows a list without a filter shows. `accountId` narrows them to one account; what is no account of the household has
 * no rows.
 */
export async function latestTransactions(
  tx: Tx,
  limit: number,
  accountId: string | null = null,
): Promise<TransactionView[]> {
  if (accountId !== null && !isId(accountId)) return [];
  const account = accountId ? Prisma.sql`t.account_id = ${accountId}::uuid` : ofAccounts(Prisma.sql`t.account_id`, []);
  const newest = (status: 'posted' | 'pending') => Prisma.sql`
    (SELECT * FROM transaction t
     WHERE t.household_id = ${householdOf(tx)}::uuid AND t.status = ${Prisma.raw(`'${status}'`)}
       AND ${account}
     ORDER BY t.day DESC, t.id DESC LIMIT ${limit})`;
  const rows = await tx.$queryRaw<Parameters<typeof toView>[0][]>`
    SELECT ${rowColumns} FROM (${newest('posted')} UNION ALL ${newest('pending')}) t ${rowJoins}
    ORDER BY t.day DESC, t.id DESC LIMIT ${limit}`;
  return rows.map((row) => toView(row, null));
}
