import { later } from '../dates/day.ts';
import type { Tx } from '../db/transact.ts';
import { continueAccount } from './continue-account.ts';
import { holdWithCandidates } from './hold.ts';
import { matchRows, overlapOf } from './match-store.ts';
import { compare, type RelinkMatch } from './relink-match.ts';

/**
 * What became of an account that waited for its rows. nothing: it did not wait; continued: it is now part of `accountId`
 * and exists no more, with its rows, bank id, cursor, balances and sync runs moved there; asked: the person has a question
 * to answer, and until then it stands apart; different: it is an account of its own.
 */
export type Settled =
  | { kind: 'nothing' }
  | { kind: 'continued'; accountId: string }
  | { kind: 'asked' }
  | { kind: 'different' };

type Waiting = { id: string; candidateId: string };

/**
 * Decides, once an account's first rows are stored, whether it continues one that we hold. Called in the transaction that
 * stored them, which holds the account with its candidates (`holdWithCandidates`) since before it wrote the account. By itself it continues only where exactly one candidate's rows agree with the new ones.
 */
export async function settleRelink(tx: Tx, accountId: string, now: Date): Promise<Settled> {
  // The candidates are held from here on, so that no sync of theirs adds rows between the comparison and the merging, and
  // before the questions are read: two accounts of one session may ask about the same one, and the second is answered by
  // the first.
  await holdWithCandidates(tx, accountId);
  const waiting = await tx.$queryRaw<Waiting[]>`
    SELECT q.id, q.candidate_id AS "candidateId" FROM relink_question q JOIN account a ON a.id = q.candidate_id
    WHERE q.account_id = ${accountId}::uuid AND q.answer = 'waiting'
    ORDER BY a.linked_at, a.id`;
  if (waiting.length === 0) return { kind: 'nothing' };
  const matches: { question: Waiting; match: RelinkMatch }[] = [];
  for (const question of waiting) {
    matches.push({ question, match: await matchOf(tx, question.candidateId, accountId) });
  }
  const same = matches.flatMap(({ question, match }) => (match.kind === 'same' ? [{ question, match }] : []));
  const [only] = same;
  if (only && same.length === 1) {
    const { question, match } = only;
    await note(tx, question, 'same', match, now);
    await continueAccount(tx, { fromId: accountId, ontoId: question.candidateId, pairs: match.pairs }, now);
    return { kind: 'continued', accountId: question.candidateId };
  }
  for (const { question, match } of matches) {
    await note(tx, question, match.kind === 'different' ? 'different' : 'open', match, now);
  }
  return { kind: matches.every(({ match }) => match.kind === 'different') ? 'different' : 'asked' };
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
  answer: 'same' | 'open' | 'different',
  { evidence }: RelinkMatch,
  now: Date,
): Promise<void> {
  const answeredAt = answer === 'open' ? null : now;
  await tx.relinkQuestion.update({ where: { id }, data: { answer, evidence, answeredAt } });
}
