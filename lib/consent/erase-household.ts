import { disconnectAccount, removeHolder } from '#lib/bank/bank.ts';
import * as clock from '#lib/clock.ts';
import { forgetEventsOf } from '#lib/db/system.ts';
import { type Tx, transactAcross, transactFor } from '#lib/db/transact.ts';
import { holdLinks } from '#lib/linking/hold.ts';

/** `busy`: a sync or a link is writing just now; the job is to be tried again in a moment. */
export type Erased = 'erased' | 'busy' | 'nothing-there';

/**
 * Does the job `erase-household`: ends access at the bank account by account, has the bank forget its holders, then deletes
 * every row of the household and the people who belong to no other. Throws BankError when the bank cannot be asked, so that the job is tried again;
 * what is done stays done. Nothing is deleted before access has ended everywhere: afterwards nobody could end it.
 */
export async function eraseHousehold(householdId: string, now: Date, wallNow: Date): Promise<Erased> {
  const atBank = await transactFor(householdId, heldAtBank);
  if (atBank === null) return 'nothing-there';
  for (const { accountId, refs, isOpen } of atBank.accounts) {
    for (const ref of refs) await disconnectAccount(ref);
    if (isOpen) await transactFor(householdId, (tx) => noteDisconnected(tx, accountId, now));
  }
  for (const ref of atBank.holders) await removeHolder(ref);
  return transactAcross(householdId, async (tx, outside) => {
    if (await isBeingWritten(tx, wallNow)) return 'busy';
    const refs = (await tx.bankAccountRef.findMany({ select: { bankRef: true } })).map((ref) => ref.bankRef);
    const members = (await tx.membership.findMany({ select: { userId: true } })).map((member) => member.userId);
    const transactions = await deleteRows(tx);
    // By now access has ended everywhere: at accounts that came late, too, and at those whose end the bank told us first.
    // Of two of these jobs at once the one that finds nothing left has nothing to add.
    await tx.$executeRaw`
      UPDATE erasure SET finished_at = ${now}::timestamptz, transactions = ${transactions},
        accounts = greatest(accounts, disconnected), disconnected = greatest(accounts, disconnected)
      WHERE household_id = ${householdId}::uuid AND finished_at IS NULL`;
    await outside(async (client) => {
      await forgetEventsOf(client, refs);
      const elsewhere = await client.membership.findMany({ where: { userId: { in: members } } });
      const kept = new Set(elsewhere.map((member) => member.userId));
      const gone = members.filter((userId) => !kept.has(userId));
      await client.verification.deleteMany({ where: { value: { in: gone } } });
      // Sessions and credentials go with their person.
      await client.user.deleteMany({ where: { id: { in: gone } } });
    });
    return 'erased';
  });
}

type AtBank = { accounts: { accountId: string; refs: string[]; isOpen: boolean }[]; holders: string[] };

/**
 * What the bank has of a household: its holders, and the accounts with the ids at which it may still let us read. Of an
 * account that is disconnected those are the ids that others have replaced: its state speaks of the current one only. Null
 * when the household is gone.
 */
async function heldAtBank(tx: Tx): Promise<AtBank | null> {
  if ((await tx.household.count()) === 0) return null;
  const accounts = await tx.account.findMany({
    select: { id: true, status: true, refs: { where: { endedAt: null }, select: { bankRef: true, replacedAt: true } } },
  });
  const holders = await tx.bankHolder.findMany({ select: { bankRef: true } });
  return {
    accounts: accounts.map(({ id, status, refs }) => {
      const isOpen = status !== 'disconnected';
      const open = refs.filter(({ replacedAt }) => isOpen || replacedAt !== null);
      return { accountId: id, refs: open.map(({ bankRef }) => bankRef), isOpen };
    }),
    holders: holders.map(({ bankRef }) => bankRef),
  };
}

async function noteDisconnected(tx: Tx, accountId: string, now: Date): Promise<void> {
  // `readAt`: what a sync asked of the bank before, and stores after, would bring the account back to life.
  const data = { status: 'disconnected', disconnectedAt: now, readAt: clock.wallNow() };
  // Two of these jobs may run at once, and each account is counted once.
  const { count } = await tx.account.updateMany({ where: { id: accountId, status: { not: 'disconnected' } }, data });
  if (count > 0) await tx.erasure.updateMany({ data: { disconnected: { increment: 1 } } });
}

/**
 * Whether a sync holds one of the accounts, or a dialog that ended meanwhile has brought one at which access is still open.
 * A lease tells the one; the locks wait for a link that is being stored, and keep both out from here on.
 */
async function isBeingWritten(tx: Tx, wallNow: Date): Promise<boolean> {
  await holdLinks(tx);
  await tx.$queryRaw`SELECT id FROM account ORDER BY id FOR UPDATE`;
  if ((await tx.account.count({ where: { status: { not: 'disconnected' } } })) > 0) return true;
  return (await tx.syncRun.count({ where: { state: 'running', leaseUntil: { gt: wallNow } } })) > 0;
}

/** Deletes every row of the household; its policies keep all others out of reach. Returns how many transactions, without void ones. */
async function deleteRows(tx: Tx): Promise<number> {
  await tx.transaction.deleteMany({ where: { status: 'void' } });
  const { count } = await tx.transaction.deleteMany();
  await tx.proofInterval.deleteMany();
  await tx.accountDay.deleteMany();
  await tx.balanceAnchor.deleteMany();
  await tx.accountOwner.deleteMany();
  await tx.accountSetting.deleteMany();
  await tx.accountFreshness.deleteMany();
  await tx.syncRun.deleteMany();
  await tx.bankEvent.deleteMany();
  await tx.relinkQuestion.deleteMany();
  await tx.linkAttempt.deleteMany();
  await tx.consentEvent.deleteMany();
  await tx.bankAccountRef.deleteMany();
  await tx.account.deleteMany();
  await tx.connection.deleteMany();
  await tx.bankHolder.deleteMany();
  await tx.preference.deleteMany();
  await tx.membership.deleteMany();
  await tx.household.deleteMany();
  return count;
}
