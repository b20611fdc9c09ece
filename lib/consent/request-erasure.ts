import { assertIsOwner } from '#lib/auth/viewer.ts';
import { type Tx, transactAcross } from '#lib/db/transact.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { newId } from '#lib/ids.ts';
import { enqueue } from '#lib/jobs/enqueue.ts';

/**
 * Promises to delete everything of the viewer's household. From here on nobody of it can sign in: sessions, passwords and
 * mailed links are gone at once; the rest goes when access at the bank has been ended. Returns the id of the receipt,
 * which is all that stays. Throws NotAllowed unless the viewer owns the household.
 */
export async function requestErasure(viewer: Viewer, now: Date): Promise<string> {
  assertIsOwner(viewer);
  return transactAcross(viewer.householdId, async (tx, outside) => {
    const receipt = await begin(tx, viewer.householdId, now);
    const members = await tx.membership.findMany({ select: { userId: true } });
    await outside(async (client) => {
      const everybody = { in: members.map((member) => member.userId) };
      await client.session.deleteMany({ where: { userId: everybody } });
      await client.verification.deleteMany({ where: { value: everybody } });
      // Who belongs to another household keeps the way into that one.
      const others = { userId: everybody, householdId: { not: viewer.householdId } };
      const elsewhere = await client.membership.findMany({ where: others, select: { userId: true } });
      const kept = elsewhere.map((member) => member.userId);
      await client.credential.deleteMany({ where: { userId: { ...everybody, notIn: kept } } });
    });
    return receipt;
  });
}

/** Promises to erase a demo household whose time is over; it needs nobody's word. */
export async function requestDemoErasure(householdId: string, now: Date): Promise<void> {
  await transactAcross(householdId, (tx) => begin(tx, householdId, now));
}

async function begin(tx: Tx, householdId: string, now: Date): Promise<string> {
  const accounts = await tx.account.count({ where: { status: { not: 'disconnected' } } });
  const { isDemo } = await tx.household.findUniqueOrThrow({ where: { id: householdId }, select: { isDemo: true } });
  const erasure = await tx.erasure.upsert({
    where: { householdId },
    create: { id: newId(), householdId, requestedAt: now, accounts, isDemo },
    update: {},
  });
  await enqueue(tx, { name: 'erase-household', data: { householdId } });
  return erasure.id;
}
