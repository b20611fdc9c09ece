import { Prisma } from '#prisma-client/client.ts';
import { householdOf, type Tx } from '../db/transact.ts';

/** Of an account `a`: whether the bank is being asked for its rows, or a run whose lease has not ended reads them. */
export const isUpdating = (wallNow: Date) => Prisma.sql`
  (a.status = 'active' AND (
    EXISTS (SELECT 1 FROM account_freshness f
      WHERE f.account_id = a.id AND f.feature = 'transactions' AND f.state = 'pending')
    OR EXISTS (SELECT 1 FROM sync_run r
      WHERE r.account_id = a.id AND r.state = 'running' AND r.lease_until > ${wallNow})))`;

/** Whether any account of the household is being brought up to date. */
export async function isAnyUpdating(tx: Tx, wallNow: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isAny: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM account a
      WHERE a.household_id = ${householdOf(tx)}::uuid AND ${isUpdating(wallNow)}) AS "isAny"`;
  return row?.isAny ?? false;
}
