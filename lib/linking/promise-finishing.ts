import { readAccount, readLinkSession } from '../bank/bank.ts';
import { BankError } from '../bank/types.ts';
import { personOfHolderRef } from '../db/system.ts';
import { type Tx, transactFor } from '../db/transact.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** How many of a person's newest dialogs may be the one that an account came from. */
const mostDialogs = 20;

type Dialog = { id: string; sessionRef: string };

/**
 * The bank says that an account was made which is not ours (yet): the person may have closed the tab after the bank said
 * yes. Finds the dialog that it came from, and promises to finish it. An account of somebody whom we do not know, or from
 * no dialog of ours, is left alone. Throws when the bank is down.
 */
export async function promiseFinishing(accountRef: string): Promise<void> {
  const holderRef = await holderOf(accountRef);
  const person = holderRef === null ? null : await personOfHolderRef(holderRef);
  if (person === null) return;
  const { householdId, userId } = person;
  for (const dialog of await transactFor(householdId, (tx) => undecidedDialogs(tx, userId))) {
    const { accounts } = await readLinkSession(dialog.sessionRef);
    if (!accounts.some(({ ref }) => ref === accountRef)) continue;
    const data = { householdId, linkAttemptId: dialog.id };
    await transactFor(householdId, (tx) => enqueue(tx, { name: 'finish-link', data }));
    return;
  }
}

async function holderOf(accountRef: string): Promise<string | null> {
  try {
    return (await readAccount(accountRef)).holderRef;
  } catch (error) {
    if (error instanceof BankError && error.kind === 'not-found') return null;
    throw error;
  }
}

function undecidedDialogs(tx: Tx, userId: string): Promise<Dialog[]> {
  return tx.linkAttempt.findMany({
    where: { userId, state: { in: ['open', 'cancelled'] } },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: mostDialogs,
    select: { id: true, sessionRef: true },
  });
}
