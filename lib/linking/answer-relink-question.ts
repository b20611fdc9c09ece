import { assertMayEdit } from '../auth/viewer.ts';
import { later } from '../dates/day.ts';
import { type Tx, transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { continueAccount } from './continue-account.ts';
import { holdAccounts } from './hold.ts';
import type { AnswerRelinkInput } from './input.ts';
import { matchRows, overlapOf } from './match-store.ts';
import { type Pair, pairLoosely } from './pair-rows.ts';

/**
 * Takes a person's word on whether a newly linked account continues an older one. "same": one history from now on, rows
 * paired even where the bank reworded or redated them. "different": the account stays on its own. Answering twice changes
 * nothing. Returns the account that remains. Throws NotFound for a question that is not the household's.
 */
export async function answerRelinkQuestion(
  viewer: Viewer,
  { questionId, answer }: AnswerRelinkInput,
  now: Date,
): Promise<{ accountId: string }> {
  assertMayEdit(viewer);
  return transact(viewer, async (tx) => {
    const question = await holdQuestion(tx, questionId);
    if (!question || question.answer === 'waiting') throw new NotFound('no such question');
    const { accountId, candidateId } = question;
    if (question.answer !== 'open') return { accountId: question.answer === 'same' ? candidateId : accountId };
    await tx.relinkQuestion.update({ where: { id: questionId }, data: { answer, answeredAt: now } });
    if (answer === 'different') return { accountId };
    const pairs = await pairsOf(tx, candidateId, accountId);
    await continueAccount(tx, { fromId: accountId, ontoId: candidateId, pairs }, now);
    return { accountId: candidateId };
  });
}

/** Holds the two accounts of a question, and reads it as it is then. */
async function holdQuestion(tx: Tx, id: string) {
  const asked = await tx.relinkQuestion.findUnique({ where: { id } });
  if (!asked) return null;
  await holdAccounts(tx, [asked.accountId, asked.candidateId]);
  return tx.relinkQuestion.findUnique({ where: { id } });
}

async function pairsOf(tx: Tx, existingId: string, incomingId: string): Promise<Pair[]> {
  const { existingFrom, incomingFrom } = await overlapOf(tx, existingId, incomingId);
  if (existingFrom === null || incomingFrom === null) return [];
  const since = later(existingFrom, incomingFrom);
  const existing = await matchRows(tx, existingId, 'posted', since);
  return pairLoosely(existing, await matchRows(tx, incomingId, 'posted', since)).pairs;
}
