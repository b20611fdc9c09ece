import { Prisma } from '#prisma-client/client.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { isId } from '../ids.ts';
import { shownName } from './name.ts';
import { undecidedAccounts } from './undecided.ts';
import type { AnsweredQuestion, SameAccountQuestion } from './view.ts';

/**
 * The questions that are not decided. `is_asked`: they wait for a person's word. Of an account that waits for its first
 * rows the person is asked when those may never come: the bank fails to read them, or reads there no more. While they may
 * come, a word that was given stands (`answered_at`), and is carried out with them.
 */
export const undecidedQuestions = Prisma.sql`
  SELECT q.*, q.answer = 'open' OR a.status = 'disconnected'
    OR (q.answered_at IS NULL AND (a.status <> 'active' OR coalesce(f.state = 'failed', FALSE))) AS is_asked
  FROM relink_question q JOIN account a ON a.id = q.account_id
  LEFT JOIN account_freshness f ON f.account_id = a.id AND f.feature = 'transactions'
  WHERE q.answer IN ('waiting', 'open')`;

/** The questions that wait for a person's word, oldest first; when an account is named, those about it on either side. */
export function sameAccountQuestions(tx: Tx, accountId: string | null = null): Promise<SameAccountQuestion[]> {
  return tx.$queryRaw<SameAccountQuestion[]>`
    SELECT q.id, a.id AS "accountId", ${shownName('a', 's')} AS "accountName",
      c.id AS "candidateId", ${shownName('c', 't')} AS "candidateName",
      a.institution_name AS "institutionName", a.last4, a.currency,
      q.answer = 'waiting' AS "isUnread", a.status = 'disconnected' AS "isOver", c.status = 'active' AS "isCandidateRead",
      EXISTS (SELECT FROM relink_question o WHERE o.account_id = a.id AND o.id <> q.id AND o.answer IN ('waiting', 'open'))
        AS "hasOthers",
      '{"agreeing":0,"alike":0,"onlyExisting":0,"onlyIncoming":0,"from":null,"to":null}'::jsonb || q.evidence AS evidence
    FROM (${undecidedQuestions}) q
    JOIN account a ON a.id = q.account_id LEFT JOIN account_setting s ON s.account_id = a.id
    JOIN account c ON c.id = q.candidate_id LEFT JOIN account_setting t ON t.account_id = c.id
    WHERE q.household_id = ${householdOf(tx)}::uuid AND q.is_asked
      AND (${accountId}::uuid IS NULL OR ${accountId}::uuid IN (a.id, c.id))
    ORDER BY q.asked_at, q.id`;
}

/** So many answers are told of at most: the page tells of those that it has asked for. */
const mostAnswers = 50;

/** What came of the questions that were answered last, newest first. The account that became part of another is gone. */
export function answeredQuestions(tx: Tx): Promise<AnsweredQuestion[]> {
  return tx.$queryRaw<AnsweredQuestion[]>`
    SELECT q.id, ${shownName('a', 's')} AS "accountName",
      CASE WHEN q.answer = 'waiting' THEN 'awaited' WHEN q.answer = 'same' THEN 'same'
        WHEN a.id = ANY (${undecidedAccounts}) THEN 'different-asked'
        WHEN a.status = 'disconnected' THEN 'different-over' ELSE 'different' END AS became
    FROM relink_question q
    JOIN account a ON a.id = CASE WHEN q.answer = 'same' THEN q.candidate_id ELSE q.account_id END
    LEFT JOIN account_setting s ON s.account_id = a.id
    WHERE q.household_id = ${householdOf(tx)}::uuid AND q.answered_at IS NOT NULL AND q.answer <> 'open'
    ORDER BY q.answered_at DESC, q.id LIMIT ${mostAnswers}`;
}

/** The account that one which is gone became part of; null when there is none. */
export async function continuedAs(tx: Tx, accountId: string): Promise<string | null> {
  if (!isId(accountId)) return null;
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM relink_question q JOIN account a ON a.id = q.candidate_id
    WHERE q.household_id = ${householdOf(tx)}::uuid AND q.account_id = ${accountId}::uuid AND q.answer = 'same'`;
  return found?.id ?? null;
}
