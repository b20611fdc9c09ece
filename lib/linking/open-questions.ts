import { shownName } from '../accounts/name.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import type { Evidence } from './relink-match.ts';

/** A linked account that may continue an earlier one, with what their rows say: the person decides. */
export type RelinkQuestionView = {
  id: string;
  accountId: string;
  accountName: string;
  candidateId: string;
  candidateName: string;
  institutionName: string;
  last4: string | null;
  evidence: Evidence;
};

/** The questions that wait for a person's word, oldest first. */
export function openRelinkQuestions(tx: Tx): Promise<RelinkQuestionView[]> {
  return tx.$queryRaw<RelinkQuestionView[]>`
    SELECT q.id, a.id AS "accountId", ${shownName('a', 's')} AS "accountName",
      c.id AS "candidateId", ${shownName('c', 't')} AS "candidateName",
      a.institution_name AS "institutionName", a.last4, q.evidence
    FROM relink_question q
    JOIN account a ON a.id = q.account_id LEFT JOIN account_setting s ON s.account_id = a.id
    JOIN account c ON c.id = q.candidate_id LEFT JOIN account_setting t ON t.account_id = c.id
    WHERE q.household_id = ${householdOf(tx)}::uuid AND q.answer = 'open' ORDER BY q.asked_at, q.id`;
}
