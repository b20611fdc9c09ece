import { linkedAccounts, ownersOfBankRef } from '#lib/db/system.ts';
import { replayInbox } from '#lib/sync/replay-inbox.ts';

/**
 * Promises the work of the inbox anew: of the accounts that the bank knows under these ids, or of every account that is
 * linked when there are none. Returns how many accounts and events those are. Throws for an id that is none of ours, before
 * anything is promised.
 */
export async function replayAccounts(bankRefs: readonly string[]): Promise<{ accounts: number; events: number }> {
  const named = await Promise.all(
    bankRefs.map(async (bankRef) => {
      const account = await ownersOfBankRef(bankRef);
      if (!account) throw new Error(`No account has the bank's id ${bankRef}.`);
      return account;
    }),
  );
  const accounts = bankRefs.length > 0 ? named : await linkedAccounts();
  let events = 0;
  for (const { householdId, accountId } of accounts) events += await replayInbox(householdId, accountId);
  return { accounts: accounts.length, events };
}
