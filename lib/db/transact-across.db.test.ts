import { expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { newViewer, testDatabase } from './test-database.ts';
import { transactAcross } from './transact.ts';

const db = testDatabase();

test('work outside a household reaches people, and the policies hold again right after it', async () => {
  const [mine, other] = [await newViewer(), await newViewer()];
  const seen = await transactAcross(mine.householdId, async (tx, outside) => {
    const people = await outside((client) => client.user.count());
    return { people, households: await tx.household.findMany({ select: { id: true } }) };
  });
  expect(seen.people).toBeGreaterThanOrEqual(2);
  expect(seen.households).toEqual([{ id: mine.householdId }]);
  expect(other.householdId).not.toBe(mine.householdId);
});

test('a household’s own part cannot reach people', async () => {
  const viewer = await newViewer();
  await expect(transactAcross(viewer.householdId, (tx) => tx.user.count())).rejects.toThrow(/permission denied/);
});

test('an error outside that the caller swallows does not leave the household’s part without its policies', async () => {
  const [mine] = [await newViewer(), await newViewer()];
  const households = await transactAcross(mine.householdId, async (tx, outside) => {
    await outside(() => Promise.reject(new Error('no database error'))).catch(() => undefined);
    return tx.household.count();
  });
  expect(households).toBe(1);
});

test('both parts are undone when either fails, and the first error is the one that is told', async () => {
  const householdId = newId();
  const userId = newId();
  const at = new Date('2026-11-21T09:00:00Z');
  const begin = transactAcross(householdId, async (tx, outside) => {
    await outside((client) =>
      client.user.create({
        data: { id: userId, name: 'x', email: `${userId}@example.test`, createdAt: at, updatedAt: at },
      }),
    );
    await tx.household.create({ data: { id: householdId, name: 'x', timeZone: 'UTC', createdAt: at } });
    await outside((client) =>
      client.user.create({
        data: { id: userId, name: 'x', email: 'twice@example.test', createdAt: at, updatedAt: at },
      }),
    );
  });
  await expect(begin).rejects.toThrow(/Unique constraint/);
  expect(await db.query('SELECT 1 FROM "user" WHERE id = $1', [userId])).toEqual([]);
  expect(await db.query('SELECT 1 FROM household WHERE id = $1', [householdId])).toEqual([]);
});
