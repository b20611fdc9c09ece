import type { AnsweredQuestion, SameAccountQuestion } from '#lib/accounts/view.ts';

type Standing = Pick<SameAccountQuestion, 'isUnread' | 'isOver' | 'isCandidateRead' | 'hasOthers'>;

/** What each answer does. */
export function answerWords({ isUnread, isOver, isCandidateRead, hasOthers }: Standing): {
  same: string;
  different: string;
} {
  const keeps = 'The earlier one’s name and settings stay.';
  const joined = 'They become one history, and no row stands twice.';
  const counted = hasOthers
    ? 'The new one counts once the other question about it is answered too.'
    : 'The new one counts in net worth and in every sum from now on.';
  const earlier = isCandidateRead
    ? 'The earlier one is read as before.'
    : 'The earlier one gets new rows only if the bank gives it again.';
  return {
    same:
      isUnread && !isOver
        ? `They become one history when the new one’s rows come; until then the new one is in no sum. ${keeps}`
        : `${joined} ${keeps}`,
    different: ['Both stay, each with its own rows.', isOver ? null : counted, earlier].filter(Boolean).join(' '),
  };
}

/** What came of an answer. */
export function answeredWords({ accountName, became }: AnsweredQuestion): string {
  return `${accountName}: ${becameWords[became]}`;
}

const becameWords: Readonly<Record<AnsweredQuestion['became'], string>> = {
  same: 'one account with one history now, and no row stands twice.',
  awaited: 'one account. It becomes one history when the new one’s rows come; until then the new one is in no sum.',
  different: 'two accounts. The new one counts in net worth and in every sum.',
  'different-over': 'two accounts. The new one is disconnected, and not in net worth.',
  'different-asked': 'another account than that one. It counts once the other question about it is answered too.',
};
