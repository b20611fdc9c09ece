import type { Day } from '../dates/day.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import type { Evidence } from './relink-match.ts';

/** One side of a question: as it is called, and how many posted rows it holds since when. */
export type QuestionSide = {
  id: string;
  name: string;
  institutionName: string;
  last4: string | null;
  rowCount: number;
  oldestDay: Day | null;
  newestDay: Day | null;
};

/** Whether a newly linked account continues one that is held, as the person is asked. */
export type RelinkQuestionView = {
  id: string;
  askedAt: Date;
  fresh: QuestionSide;
  earlier: QuestionSide;
  /** what the comparison of their rows found, from `from` on */
  evidence: Evidence;
};

type Row = { id: string; askedAt: Date; evidence: Evidence; accountId: string; candidateId: string };

/** The questions that wait for an answer, oldest first. */
export async function openRelinkQuestions(tx: Tx): Promise<RelinkQuestionView[]> {
  const questions = await tx.$queryRaw<Row[]>`
    SELECT id, asked_at AS "askedAt", evidence, account_id AS "accountId", candidate_id AS "candidateId"
    FROM relink_question WHERE household_id = ${householdOf(tx)}::uuid AND answer = 'open' ORDER BY asked_at, id`;
  const sides = await sidesOf(
    tx,
    questions.flatMap(({ accountId, candidateId }) => [accountId, candidateId]),
  );
  return questions.flatMap(({ accountId, candidateId, ...question }) => {
    const [fresh, earlier] = [sides.get(accountId), sides.get(candidateId)];
    return fresh && earlier ? [{ ...question, fresh, earlier }] : [];
  });
}

async function sidesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, QuestionSide>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw<QuestionSide[]>`
    SELECT a.id, coalesce(s.name, a.display_name, a.institution_name) AS name, a.institution_name AS "institutionName",
      a.last4, coalesce(d.n, 0)::int AS "rowCount", d.first::text AS "oldestDay", d.last::text AS "newestDay"
    FROM account a LEFT JOIN account_setting s ON s.account_id = a.id
    LEFT JOIN LATERAL (SELECT sum(row_count) AS n, min(day) AS first, max(day) AS last FROM account_day d
      WHERE d.account_id = a.id AND d.row_count > 0) d ON TRUE
    WHERE a.id = ANY (${[...new Set(ids)]}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}
