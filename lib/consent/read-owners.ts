import { listOwners, readAccount } from '../bank/bank.ts';
import { BankError, type BankOwner, type BankRead } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { rowContext, seal } from '../db/seal.ts';
import { type Tx, transactFor } from '../db/transact.ts';
import { newId } from '../ids.ts';
import type { JobData } from '../jobs/jobs.ts';
import { log } from '../log.ts';
import { recordAccount } from '../proof/record-account.ts';

/**
 * Reads who owns an account, where that was allowed and the bank has read it, and keeps the names sealed under the data
 * key; an earlier reading goes. Does nothing for an account that is gone or disconnected. Throws when the bank is down.
 */
export async function readOwners({ householdId, accountId }: JobData<'read-owners'>, now: Date): Promise<void> {
  const ref = await transactFor(householdId, (tx) =>
    tx.bankAccountRef.findFirst({ where: { accountId, replacedAt: null }, select: { bankRef: true } }),
  );
  if (!ref) return;
  try {
    const readAt = wallNow();
    const account = await readAccount(ref.bankRef);
    const { ownershipRef } = account;
    const mayRead = account.permissions.includes('ownership') && account.status !== 'disconnected';
    const owners = mayRead && ownershipRef !== null ? await listOwners(ref.bankRef, ownershipRef) : null;
    await transactFor(householdId, async (tx) => {
      const isHeld = await recordAccount(tx, accountId, account, readAt, now);
      if (isHeld && owners && ownershipRef)
        await storeOwners(tx, { householdId, accountId, ownershipRef }, account.reads.ownership, owners, now);
    });
  } catch (error) {
    if (!(error instanceof BankError) || error.kind === 'unavailable' || error.kind === 'rate-limited') throw error;
    log().warn({ accountId, kind: error.kind, requestId: error.requestId }, 'owners could not be read');
  }
}

type Reading = { householdId: string; accountId: string; ownershipRef: string };

async function storeOwners(
  tx: Tx,
  reading: Reading,
  read: BankRead,
  owners: readonly BankOwner[],
  now: Date,
): Promise<void> {
  const { accountId, ownershipRef } = reading;
  const ofOwners = { accountId, feature: 'ownership' };
  const held = await tx.accountFreshness.findFirstOrThrow({ where: ofOwners });
  if (held.storedRef === ownershipRef) return;
  // While the bank reads once more, or has failed to, the newest reading is the one that had succeeded before.
  const storedAttemptAt = read.state === 'succeeded' ? read.attemptedAt : held.succeededAt;
  await tx.accountFreshness.updateMany({ where: ofOwners, data: { storedRef: ownershipRef, storedAttemptAt } });
  await tx.accountOwner.deleteMany({ where: { accountId } });
  await tx.accountOwner.createMany({
    data: owners.map((owner, position) => {
      const id = newId();
      return { ...reading, ...seal(owner, rowContext('account_owner', id)), id, position, readAt: now };
    }),
  });
}
