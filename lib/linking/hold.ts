import { householdOf, type Tx } from '../db/transact.ts';

/**
 * Who writes more than one of these takes them in this order, so that nobody waits in a circle: the household's links, its
 * accounts by id, then what hangs on them (questions, attempts), and jobs last. A question is written only by who holds
 * one of its accounts, so who holds both need not hold the question.
 */

/** One link of the household is stored at a time, and none while it is erased. */
export async function holdLinks(tx: Tx): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM pg_advisory_xact_lock(hashtextextended(${`link ${householdOf(tx)}`}, 0))`;
}

/** Keeps accounts as they are for the rest of the transaction. Returns those that are (still) there. */
export async function holdAccounts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const held = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM account WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`;
  return held.map(({ id }) => id);
}

/** Holds an account that waits for its rows to decide, and those that it may continue; of any other nothing. */
export async function holdWithCandidates(tx: Tx, accountId: string): Promise<void> {
  const waiting = await tx.relinkQuestion.findMany({
    where: { accountId, answer: 'waiting' },
    select: { candidateId: true },
  });
  if (waiting.length > 0) await holdAccounts(tx, [accountId, ...waiting.map(({ candidateId }) => candidateId)]);
}
