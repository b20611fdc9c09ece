import { currentKeyId, rowContext, seal, unseal } from '#lib/db/seal.ts';
import { householdsToReseal } from '#lib/db/system.ts';
import { transactFor } from '#lib/db/transact.ts';

/**
 * Seals every owner that stands under another key with the current one, a household at a time, and returns how many. Safe
 * to stop and to repeat. Throws when a value does not open: then its key is missing, and nothing of that household changed.
 */
export async function resealOwners(): Promise<number> {
  const keyId = currentKeyId();
  let count = 0;
  for (const householdId of await householdsToReseal(keyId)) {
    count += await transactFor(householdId, async (tx) => {
      const owners = await tx.accountOwner.findMany({ where: { keyId: { not: keyId } } });
      for (const owner of owners) {
        const context = rowContext('account_owner', owner.id);
        const data = seal(unseal(owner.keyId, owner.sealed, context), context);
        await tx.accountOwner.update({ where: { id: owner.id }, data });
      }
      return owners.length;
    });
  }
  return count;
}
