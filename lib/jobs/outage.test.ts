import { expect, test } from 'vitest';
import { listenForOutages } from './outage.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 9, 0, seconds));
const withCode = (code: string) => Object.assign(new Error('gone'), { code });

test('an outage of the database is told once for all queues, and again while it lasts', () => {
  const wordOf = listenForOutages();
  expect(wordOf(withCode('57P01'), at(0))).toBe('outage');
  // The queue gives some errors as plain objects.
  expect(wordOf({ code: '57P03', message: 'starting up' }, at(1))).toBe('known');
  expect(wordOf(withCode('ECONNREFUSED'), at(29))).toBe('known');
  expect(wordOf(withCode('ECONNREFUSED'), at(30))).toBe('outage');
  // The driver's own word has no code.
  expect(wordOf(new Error('Connection terminated unexpectedly'), at(59))).toBe('known');
});

test('what else goes wrong is never taken for an outage', () => {
  const wordOf = listenForOutages();
  expect(wordOf(withCode('57P01'), at(0))).toBe('outage');
  for (const other of [withCode('42P01'), new Error('no code'), null, 'text', 'Connection terminated unexpectedly'])
    expect(wordOf(other, at(1))).toBe('error');
});
