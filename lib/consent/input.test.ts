import { expect, test } from 'vitest';
import { newId } from '../ids.ts';
import { disconnectInput } from './input.ts';

test('erasing has to be confirmed, keeping has not', () => {
  const accountId = newId();
  const isTaken = (input: object) => disconnectInput.safeParse({ accountId, ...input }).success;
  expect(isTaken({ choice: 'keep' })).toBe(true);
  expect(isTaken({ choice: 'erase' })).toBe(false);
  expect(isTaken({ choice: 'erase', confirmed: 'yes' })).toBe(true);
});
