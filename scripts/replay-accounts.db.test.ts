import { expect, test } from 'vitest';
import { newViewer, testDatabase } from '#lib/db/test-database.ts';
import { transactFor } from '#lib/db/transact.ts';
import { newId } from '#lib/ids.ts';
import { replayAccounts } from './replay-accounts.ts';

const db = testDatabase();
const at = new Date('2026-01-05T12:00:00Z');

/** An account with one event in the inbox, handled long ago. Gives the ids of both. */
async function heardOf(status: string): Promise<{ bankRef: string; eventId: string }> {
  const { householdId, userId } = await newViewer();
  const [accountId, bankRef, eventId] = [newId(), `fca_${newId()}`, `evt_${newId()}`];
  await transactFor(householdId, async (tx) => {
    const connection = { id: newId(), householdId, userId, institutionName: 'Bank', createdAt: at };
    await tx.connection.create({ data: connection });
    const kind = { category: 'cash', subcategory: 'checking', currency: 'USD', status, permissions: [] };
    const account = { id: accountId, householdId, connectionId: connection.id, institutionName: 'Bank', linkedAt: at };
    await tx.account.create({ data: { ...account, ...kind } });
    await tx.bankAccountRef.create({ data: { bankRef, householdId, accountId, linkedAt: at } });
  });
  await db.query(
    `INSERT INTO bank_event (id, household_id, type, account_ref, created_at, received_at) VALUES ($1, $2, 'other', $3, $4, $4)`,
    [eventId, householdId, bankRef, at],
  );
  return { bankRef, eventId };
}

const promised = async () =>
  (
    await db.query<{ id: string }>(`SELECT data->>'eventId' AS id FROM pgboss.job WHERE name = 'handle-bank-event'`)
  ).map(({ id }) => id);

test('the inbox is replayed for the accounts that are named, or for all that are linked', async () => {
  const [one, two, gone] = [await heardOf('active'), await heardOf('inactive'), await heardOf('disconnected')];
  await expect(replayAccounts([one.bankRef, 'fca_nobody'])).rejects.toThrow('fca_nobody');
  expect(await promised()).toEqual([]);
  expect(await replayAccounts([one.bankRef])).toEqual({ accounts: 1, events: 1 });
  expect(await promised()).toEqual([one.eventId]);
  expect(await replayAccounts([])).toEqual({ accounts: 2, events: 2 });
  const all = await promised();
  expect(all.sort()).toEqual([one.eventId, two.eventId].sort());
  expect(all).not.toContain(gone.eventId);
});
