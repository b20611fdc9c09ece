import { Prisma } from '#prisma-client/client.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { shownName } from './name.ts';

type Named = { id: string; name: string };

/** The household's accounts by name alone, for choosing among them: linked ones before disconnected ones, by name. */
export function accountNames(tx: Tx): Promise<Named[]> {
  return named(tx, Prisma.empty);
}

/** One account's name; null when the household has no such account. */
export async function accountName(tx: Tx, accountId: string): Promise<string | null> {
  if (!isId(accountId)) return null;
  const [account] = await named(tx, Prisma.sql`AND a.id = ${accountId}::uuid`);
  return account?.name ?? null;
}

function named(tx: Tx, condition: Prisma.Sql): Promise<Named[]> {
  return tx.$queryRaw<Named[]>`
    SELECT a.id, ${shownName('a', 's')} AS name
    FROM account a LEFT JOIN account_setting s ON s.account_id = a.id
    WHERE a.household_id = ${householdOf(tx)}::uuid ${condition}
    ORDER BY a.status = 'disconnected', 2, a.id`;
}
