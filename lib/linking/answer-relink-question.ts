import { assertMayEdit } from '../auth/viewer.ts';
import { type Tx, transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { continueAccount } from './continue-account.ts';
import { holdAccounts } from './hold.ts';
import type { AnswerRelinkInput } from './input.ts';
import { loosePairs } from './match-store.ts';

/**
 * Takes a person's word on whether a newly linked account continues an older one. "same": one history from now on, rows
 * paired even where the bank reworded or redated them; while the new account's rows may still come, they become one with
 * the first of them (see settle-relink.ts), or each would stand there twice. "different": the account stays on its own.
 * Answering twice changes nothing. Returns the account that remains. Throws NotFound for a question that is not the household's.
 */
export async function answerRelinkQuestion(
  viewer: Viewer,
  { questionId, answer }: AnswerRelinkInput,
  now: Date,
): Promise<{ accountId: string }> {
  assertMayEdit(viewer);
  return transact(viewer, async (tx) => {
    const question = await holdQuestion(tx, questionId);
    if (!question) throw new NotFound('no such question');
    const { accountId, candidateId } = question;
    if (!['waiting', 'open'].includes(question.answer)) {
      return { accountId: question.answer === 'same' ? candidateId : accountId };
    }
    const isDeferred = answer === 'same' && question.answer === 'waiting' && (await mayBeRead(tx, accountId));
    const data = isDeferred ? { answeredAt: now } : { answer, answeredAt: now };
    await tx.relinkQuestion.update({ where: { id: questionId }, data });
    if (isDeferred || answer === 'different') return { accountId };
    const pairs = await loosePairs(tx, candidateId, accountId);
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

async function mayBeRead(tx: Tx, id: string): Promise<boolean> {
  return (await tx.account.count({ where: { id, status: { not: 'disconnected' } } })) > 0;
}
