import type { Tx } from '#lib/db/transact.ts';

/** What a person is told before they delete everything. */
export type ErasurePreview = {
  /** accounts at which access would be ended */
  accounts: { id: string; words: string }[];
  /** those that still stand; what the bank has voided is deleted too, and no transaction to a person */
  transactions: number;
  otherMembers: number;
};

export async function whatWouldBeErased(tx: Tx): Promise<ErasurePreview> {
  const accounts = await tx.account.findMany({
    where: { status: { not: 'disconnected' } },
    orderBy: [{ institutionName: 'asc' }, { last4: 'asc' }],
    select: { id: true, institutionName: true, displayName: true, last4: true },
  });
  const transactions = await tx.transaction.count({ where: { status: { not: 'void' } } });
  const members = await tx.membership.count();
  return {
    accounts: accounts.map(({ id, institutionName, displayName, last4 }) => ({
      id,
      words: [institutionName, displayName, last4 ? `ending in ${last4}` : null].filter(Boolean).join(', '),
    })),
    transactions,
    otherMembers: members - 1,
  };
}
