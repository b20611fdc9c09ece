import { householdOf, type Tx } from '../db/transact.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** Promises to read everything that may be read of an account that was linked, or that goes on under another id. */
export async function promiseReading(
  tx: Tx,
  accountId: string,
  cause: 'link' | 'relink',
  permissions: readonly string[],
): Promise<void> {
  const data = { householdId: householdOf(tx), accountId };
  await enqueue(tx, { name: 'sync-account', data: { ...data, cause } });
  if (permissions.includes('ownership')) await enqueue(tx, { name: 'read-owners', data });
}
