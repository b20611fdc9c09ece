import { database } from '#lib/db/client.ts';
import { isId } from '#lib/ids.ts';

/** What was asked to be deleted and how far it is; counts only, no names. */
export type ErasureReceipt = {
  requestedAt: Date;
  finishedAt: Date | null;
  accounts: number;
  disconnected: number;
  transactions: number;
};

/** The receipt behind an address that only who asked was given; null when there is none. Nobody is signed in here. */
export async function findErasure(id: string): Promise<ErasureReceipt | null> {
  if (!isId(id)) return null;
  return database().erasure.findUnique({
    where: { id },
    select: { requestedAt: true, finishedAt: true, accounts: true, disconnected: true, transactions: true },
  });
}

/** Households whose erasure was promised and is not finished: for the sweep, when a job gave up. Reads across households. */
export async function unfinishedErasures(most = 50): Promise<string[]> {
  const rows = await database().erasure.findMany({
    where: { finishedAt: null },
    orderBy: { requestedAt: 'asc' },
    take: most,
    select: { householdId: true },
  });
  return rows.map(({ householdId }) => householdId);
}
