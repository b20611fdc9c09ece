import { householdOf, type Tx } from '../db/transact.ts';
import type { AccountFacts } from './card-query.ts';
import { shownName } from './name.ts';
import { sameAccountQuestions } from './same-account-query.ts';
import type { AttentionItem } from './view.ts';

/** A warning of the bank is told this long before it comes true. */
const warnedAheadMs = 30 * 86_400_000;

/** What waits for the person, most urgent first: signed out, unexplained, a question, a warning; and failed syncs, to be told. */
export async function attention(tx: Tx, accounts: readonly AccountFacts[], now: Date): Promise<AttentionItem[]> {
  const linked = accounts.filter((account) => account.status !== 'disconnected');
  const [questions, failures] = [await sameAccount(tx), await failedSyncs(tx)];
  return [
    ...linked.flatMap(signInAgain),
    ...linked.flatMap(unexplained).sort((a, b) => b.to.getTime() - a.to.getTime()),
    ...questions,
    ...linked.flatMap((account) => signsOutSoon(account, now)),
    ...failures.filter((failure) => linked.some(({ id, status }) => id === failure.accountId && status === 'active')),
  ];
}

function signInAgain({ id, name, institutionName, proof }: AccountFacts): AttentionItem[] {
  if (proof.kind !== 'sign-in-again') return [];
  return [
    { kind: 'sign-in-again', accountId: id, accountName: name, institutionName, lastCompleteAt: proof.lastCompleteAt },
  ];
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

/** Accounts whose newest run failed; one that failed and then worked is no news. */
async function failedSyncs(tx: Tx): Promise<Extract<AttentionItem, { kind: 'sync-failed' }>[]> {
  const rows = await tx.$queryRaw<{ accountId: string; accountName: string; errorCode: string; at: Date }[]>`
    SELECT a.id AS "accountId", ${shownName('a', 's')} AS "accountName",
      coalesce(r.error_code, 'crashed') AS "errorCode", coalesce(r.finished_at, r.started_at) AS at
    FROM account a LEFT JOIN account_setting s ON s.account_id = a.id
    JOIN LATERAL (SELECT * FROM sync_run r WHERE r.account_id = a.id ORDER BY r.started_at DESC, r.id LIMIT 1) r ON TRUE
    WHERE a.household_id = ${householdOf(tx)}::uuid AND r.state = 'failed' ORDER BY at DESC, a.id`;
  return rows.map((row) => ({ kind: 'sync-failed', ...row }));
}
