import { later } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { continueAccount } from './continue-account.ts';
import { holdWithCandidates } from './hold.ts';
import { loosePairs, matchRows, overlapOf } from './match-store.ts';
import { compare, type RelinkMatch } from './relink-match.ts';

/**
 * What became of an account that waited for its rows. nothing: it did not wait; continued: it is now part of `accountId`
 * and exists no more, with its rows, bank id, cursor, balances and sync runs moved there; asked: the person has a question
 * to answer, and until then it stands apart.
 */
export type Settled = { kind: 'nothing' } | { kind: 'continued'; accountId: string } | { kind: 'asked' };

/** `isSame`: a person has said so before there were rows. */
type Waiting = { id: string; candidateId: string; isSame: boolean };

/**
 * Decides, once an account's first rows are stored, whether it continues one that we hold. Called in the transaction that
 * stored them, which holds the account with its candidates (`holdWithCandidates`) since before it wrote the account. By
 * itself it continues only where exactly one candidate's rows agree with the new ones; a person's word stands above them.
 */
export async function settleRelink(tx: Tx, accountId: string, now: Date): Promise<Settled> {
  // The candidates are held from here on, so that no sync of theirs adds rows between the comparison and the merging, and
  // before the questions are read: two accounts of one session may ask about the same one, and the second is answered by
  // the first.
  await holdWithCandidates(tx, accountId);
  const waiting = await tx.$queryRaw<Waiting[]>`
    SELECT q.id, q.candidate_id AS "candidateId", q.answered_at IS NOT NULL AS "isSame"
    FROM relink_question q JOIN account a ON a.id = q.candidate_id
    WHERE q.account_id = ${accountId}::uuid AND q.answer = 'waiting'
    ORDER BY a.linked_at, a.id`;
  if (waiting.length === 0) return { kind: 'nothing' };
  const matches: { question: Waiting; match: RelinkMatch }[] = [];
  for (const question of waiting) {
    matches.push({ question, match: await matchOf(tx, question.candidateId, accountId) });
  }
  const agreeing = matches.filter(({ match }) => match.kind === 'same');
  const only = matches.find(({ question }) => question.isSame) ?? (agreeing.length === 1 ? agreeing[0] : undefined);
  if (only) {
    const { question, match } = only;
    const { candidateId } = question;
    await note(tx, question, 'same', match, now);
    const pairs = match.kind === 'same' ? match.pairs : await loosePairs(tx, candidateId, accountId);
    await continueAccount(tx, { fromId: accountId, ontoId: candidateId, pairs }, now);
    return { kind: 'continued', accountId: candidateId };
  }
  for (const { question, match } of matches) await note(tx, question, 'open', match, now);
  return { kind: 'asked' };
}

async function matchOf(tx: Tx, existingId: string, incomingId: string): Promise<RelinkMatch> {
  const overlap = await overlapOf(tx, existingId, incomingId);
  const { existingFrom, incomingFrom } = overlap;
  if (existingFrom === null || incomingFrom === null) return compare([], [], overlap);
  const since = later(existingFrom, incomingFrom);
  const existing = await matchRows(tx, existingId, 'posted', since);
  return compare(existing, await matchRows(tx, incomingId, 'posted', since), overlap);
}

async function note(
  tx: Tx,
  { id }: Waiting,
  answer: 'same' | 'open',
  { evidence }: RelinkMatch,
  now: Date,
): Promise<void> {
  const answeredAt = answer === 'open' ? null : now;
  await tx.relinkQuestion.update({ where: { id }, data: { answer, evidence, answeredAt } });
}
