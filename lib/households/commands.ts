import type { Theme } from '#lib/auth/viewer.ts';
import { assertMayEdit } from '#lib/auth/viewer.ts';
import { type Tx, transact, transactAcross } from '#lib/db/transact.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { failed, ok, type Result } from '#lib/result.ts';

/** Keeps how a person wants to see the app; everybody may, whatever their role. */
export async function saveSight(viewer: Viewer, sight: { theme: Theme; hideAmounts: boolean }): Promise<void> {
  const id = { householdId: viewer.householdId, userId: viewer.userId };
  await transact(viewer, (tx) =>
    tx.preference.upsert({ where: { householdId_userId: id }, create: { ...id, ...sight }, update: sight }),
  );
}

/** Keeps a person's own name. */
export async function saveName(viewer: Viewer, name: string): Promise<void> {
  await transactAcross(viewer.householdId, (_tx, outside) =>
    outside((client) => client.user.update({ where: { id: viewer.userId }, data: { name } })),
  );
}

/**
 * Keeps the zone that the household's days are counted in. Only while there is nothing to count: every stored day was cut
 * in the old zone, and a day must not change its rows behind a person's back.
 */
export async function saveTimeZone(viewer: Viewer, timeZone: string): Promise<Result<null, 'has-rows'>> {
  assertMayEdit(viewer);
  return transact(viewer, async (tx) => {
    if (!(await isTimeZoneOpen(tx))) return failed('has-rows');
    await tx.household.update({ where: { id: viewer.householdId }, data: { timeZone } });
    return ok(null);
  });
}

/** Whether the household's zone may still be changed: nothing is linked yet. */
export async function isTimeZoneOpen(tx: Tx): Promise<boolean> {
  return (await tx.account.count()) === 0;
}
