import { eventTypeOf, readAccount } from '../bank/bank.ts';
import type { BankEventType } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { findBankEvent, ownersOfBankRef } from '../db/system.ts';
import { transactFor } from '../db/transact.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { JobData } from '../jobs/jobs.ts';
import { promiseFinishing } from '../linking/promise-finishing.ts';
import { recordAccount } from '../proof/record-account.ts';

type Ours = { householdId: string; accountId: string; accountRef: string };
type Handler = (account: Ours, now: Date) => Promise<void>;

/**
 * What each kind of event leads to. None trusts what the event said: each asks the bank again, or promises work that does.
 * So the order in which they come, twice or late, makes no difference.
 */
const handlers: Readonly<Record<BankEventType, Handler>> = {
  'account-created': async () => undefined,
  'transactions-read': ({ householdId, accountId }) =>
    transactFor(householdId, (tx) =>
      enqueue(tx, { name: 'sync-account', data: { householdId, accountId, cause: 'event' } }),
    ),
  'balance-read': ({ householdId, accountId }) =>
    transactFor(householdId, (tx) => enqueue(tx, { name: 'record-balance', data: { householdId, accountId } })),
  'owners-read': ({ householdId, accountId }) =>
    transactFor(householdId, (tx) => enqueue(tx, { name: 'read-owners', data: { householdId, accountId } })),
  'account-deactivated': refreshFacts,
  'account-reactivated': async (account, now) => {
    await refreshFacts(account, now);
    await handlers['transactions-read'](account, now);
  },
  'account-disconnected': refreshFacts,
  'account-changed': refreshFacts,
  other: async () => undefined,
};

/**
 * Handles one event of the inbox. An account that is not ours: if it was just made, its person's dialog is finished for
 * them; otherwise nothing, since finishing reads everything anew. An id that another one has replaced is history: nothing.
 */
export async function handleBankEvent({ eventId }: JobData<'handle-bank-event'>, now: Date): Promise<void> {
  const event = await findBankEvent(eventId);
  if (event === null || event.accountRef === null) return;
  const { accountRef } = event;
  const type = eventTypeOf(event.type);
  const owner = await ownersOfBankRef(accountRef);
  if (owner === null) {
    if (type === 'account-created') await promiseFinishing(accountRef);
    return;
  }
  if (await isCurrent(owner.householdId, accountRef)) await handlers[type]({ ...owner, accountRef }, now);
}

function isCurrent(householdId: string, accountRef: string): Promise<boolean> {
  return transactFor(householdId, async (tx) => {
    const count = await tx.bankAccountRef.count({ where: { bankRef: accountRef, replacedAt: null } });
    return count > 0;
  });
}

/** Reads the account's facts anew. */
async function refreshFacts({ householdId, accountId, accountRef }: Ours, now: Date): Promise<void> {
  const readAt = wallNow();
  const account = await readAccount(accountRef);
  await transactFor(householdId, (tx) => recordAccount(tx, accountId, account, readAt, now));
}
