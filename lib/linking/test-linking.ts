import { present } from '../assert.ts';
import { readAccount, walkTransactions } from '../bank/bank.ts';
import type { TestBank } from '../bank/stripe/test-bank.ts';
import { transactFor } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { newId } from '../ids.ts';
import { type FinishedLink, finishLink } from './finish-link.ts';
import type { StartLinkInput } from './input.ts';
import { startLink } from './start-link.ts';

/** Links a household of the bank as a person does, through the dialog, and finishes it. */
export async function linkAs(
  viewer: Viewer,
  bank: TestBank,
  input: StartLinkInput = { purpose: 'link', permissions: ['ownership'] },
  household = 'salaried',
): Promise<Extract<FinishedLink, { outcome: 'linked' }>['accounts']> {
  const now = await bank.now();
  const started = await startLink(viewer, input, now);
  if (!started.ok) throw new Error(started.code);
  await bank.link(started.value.clientSecret, household);
  await bank.control('/refreshes/complete', {});
  const finished = await finishLink(viewer, started.value.attemptId, now);
  if (!finished.ok || finished.value.outcome !== 'linked') throw new Error('the link was not finished');
  return finished.value.accounts;
}

/** Stores what the bank has of an account's rows, as plainly as can be, and with them the cursor: a sync without its cares. */
export async function storeRows(householdId: string, accountId: string): Promise<void> {
  await transactFor(householdId, async (tx) => {
    const ref = await tx.bankAccountRef.findFirstOrThrow({ where: { accountId, replacedAt: null } });
    const account = await readAccount(ref.bankRef);
    const runId = newId();
    for await (const page of walkTransactions(ref.bankRef, null)) {
      await tx.transaction.createMany({
        skipDuplicates: true,
        data: page.map(({ ref: bankRef, updatedAt: bankUpdatedAt, ...facts }) => ({
          ...facts,
          id: newId(),
          householdId,
          accountId,
          bankRef,
          bankUpdatedAt,
          day: new Date((facts.postedAt ?? facts.transactedAt).toISOString().slice(0, 10)),
          firstRunId: runId,
          lastRunId: runId,
        })),
      });
    }
    const { refreshRef, attemptedAt } = account.reads.transactions;
    await tx.bankAccountRef.update({ where: { bankRef: ref.bankRef }, data: { cursor: refreshRef } });
    await tx.accountFreshness.update({
      where: { accountId_feature: { accountId, feature: 'transactions' } },
      data: { storedAttemptAt: present(attemptedAt, 'a reading of the rows') },
    });
  });
}
