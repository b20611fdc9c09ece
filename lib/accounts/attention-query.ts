import type { Tx } from '../db/transact.ts';
import { byConnection, readingFailures } from './by-connection.ts';
import type { AccountFacts } from './card-query.ts';
import { sameAccountQuestions } from './same-account-query.ts';
import type { AttentionItem } from './view.ts';

/** A warning of the bank is told this long before it comes true. */
const warnedAheadMs = 30 * 86_400_000;

/** What waits for the person, most urgent first: signed out, unexplained, a question, a warning; and failed syncs, to be told. */
export async function attention(tx: Tx, accounts: readonly AccountFacts[], now: Date): Promise<AttentionItem[]> {
  const linked = accounts.filter((account) => account.status !== 'disconnected');
  const questions = await sameAccount(tx);
  return [
    ...signInAgain(linked),
    ...linked.flatMap(unexplained).sort((a, b) => b.to.getTime() - a.to.getTime()),
    ...questions,
    ...linked.flatMap((account) => signsOutSoon(account, now)),
    ...readingFailures(linked).map((failure) => ({ kind: 'sync-failed' as const, ...failure })),
  ];
}

/** One for all accounts that one sign-in mends. */
function signInAgain(accounts: readonly AccountFacts[]): AttentionItem[] {
  const signedOut = accounts.filter(({ proof }) => proof.kind === 'sign-in-again');
  return byConnection(signedOut).map((together) => ({ kind: 'sign-in-again', ...together }));
}

function unexplained({ id, name, proof }: AccountFacts): Extract<AttentionItem, { kind: 'unexplained' }>[] {
  if (proof.kind !== 'unexplained') return [];
  const { intervalId, amount, from, to, others } = proof;
  return [{ kind: 'unexplained', accountId: id, accountName: name, intervalId, amount, from, to, others }];
}

function signsOutSoon(
  { id, name, institutionName, status, expectedDeactivationAt: at }: AccountFacts,
  now: Date,
): AttentionItem[] {
  if (status !== 'active' || !at || at.getTime() - now.getTime() > warnedAheadMs) return [];
  return [{ kind: 'signs-out-soon', accountId: id, accountName: name, institutionName, at }];
}

async function sameAccount(tx: Tx): Promise<Extract<AttentionItem, { kind: 'same-account' }>[]> {
  const questions = await sameAccountQuestions(tx);
  return questions.map(({ id: questionId, accountId, accountName, candidateName }) => ({
    kind: 'same-account',
    questionId,
    accountId,
    accountName,
    candidateName,
  }));
}
