import { claimBankEvents } from '../db/system.ts';
import { transactFor } from '../db/transact.ts';
import { enqueue } from '../jobs/enqueue.ts';

/**
 * Promises the work of every event that the inbox holds about an account, under each of the bank's ids for it, oldest
 * first: whatever an event once did is done again, and changes nothing that is right. For operators who
 * have mended a handler (`npm run replay-inbox`). Returns how many.
 */
export async function replayInbox(householdId: string, accountId: string): Promise<number> {
  const refs = await transactFor(householdId, (tx) =>
    tx.bankAccountRef.findMany({ where: { accountId }, select: { bankRef: true }, orderBy: { linkedAt: 'asc' } }),
  );
  const events = (await Promise.all(refs.map(({ bankRef }) => claimBankEvents(bankRef, householdId)))).flat();
  await transactFor(householdId, async (tx) => {
    for (const { id: eventId } of events) await enqueue(tx, { name: 'handle-bank-event', data: { eventId } });
  });
  return events.length;
}
