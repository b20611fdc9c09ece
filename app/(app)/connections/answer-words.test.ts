import { expect, it } from 'vitest';
import { answeredWords, answerWords } from './answer-words.ts';

const plain = { isUnread: false, isOver: false, isCandidateRead: false, hasOthers: false };

it('says what each answer does, as things stand', () => {
  expect(answerWords(plain)).toEqual({
    same: 'They become one history, and no row stands twice. The earlier one’s name and settings stay.',
    different:
      'Both stay, each with its own rows. The new one counts in net worth and in every sum from now on. The earlier one gets new rows only if the bank gives it again.',
  });
  expect(answerWords({ ...plain, isCandidateRead: true, isOver: true }).different).toBe(
    'Both stay, each with its own rows. The earlier one is read as before.',
  );
  expect(answerWords({ ...plain, hasOthers: true }).different).toContain(
    'The new one counts once the other question about it is answered too.',
  );
  // Without rows that may still come there is nothing to wait for.
  const waits = 'until then the new one is in no sum';
  expect(answerWords({ ...plain, isUnread: true }).same).toContain(waits);
  expect(answerWords({ ...plain, isUnread: true, isOver: true }).same).not.toContain(waits);
});

it('says what came of an answer, of the account that it was about', () => {
  expect(answeredWords({ id: 'a', accountName: 'Checking', became: 'same' })).toBe(
    'Checking: one account with one history now, and no row stands twice.',
  );
  expect(answeredWords({ id: 'a', accountName: 'Checking', became: 'different' })).toBe(
    'Checking: two accounts. The new one counts in net worth and in every sum.',
  );
});
