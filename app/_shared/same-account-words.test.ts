import { expect, it } from 'vitest';
import { sameAccountWords } from './same-account-words.ts';

it('asks whether a new account is an earlier one, and says a name once that both have', () => {
  expect(sameAccountWords({ accountName: 'Checking', candidateName: 'Housekeeping' })).toBe(
    'Is the new Checking the same account as the earlier Housekeeping?',
  );
  expect(sameAccountWords({ accountName: 'Checking', candidateName: 'Checking' })).toBe(
    'Is the new Checking the same account as the earlier one?',
  );
});
