import { Prisma } from '#prisma-client/client.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { shownName } from './name.ts';
import type { SameAccountQuestion } from './view.ts';

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
      a.institution_name AS "institutionName", a.last4, q.answer = 'waiting' AS "isUnread",
      '{"agreeing":0,"alike":0,"onlyExisting":0,"onlyIncoming":0,"from":null,"to":null}'::jsonb || q.evidence AS evidence
    FROM (${undecidedQuestions}) q
    JOIN account a ON a.id = q.account_id LEFT JOIN account_setting s ON s.account_id = a.id
    JOIN account c ON c.id = q.candidate_id LEFT JOIN account_setting t ON t.account_id = c.id
    WHERE q.household_id = ${householdOf(tx)}::uuid AND q.is_asked
      AND (${accountId}::uuid IS NULL OR ${accountId}::uuid IN (a.id, c.id))
    ORDER BY q.asked_at, q.id`;
}
