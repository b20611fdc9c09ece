import { expect, test } from 'vitest';
import { byConnection, readingFailures } from './by-connection.ts';

const at = (hour: number) => new Date(`2026-11-20T0${hour}:00:00Z`);
const account = (id: string, connectionId: string, lastCompleteAt: Date | null = at(5)) => ({
  id,
  name: `Account ${id}`,
  connectionId,
  institutionName: `Bank ${connectionId}`,
  lastCompleteAt,
});
const named = (id: string) => ({ id, name: `Account ${id}` });

test('accounts of one sign-in are told of as one, and are complete up to when each of them is', () => {
  expect(byConnection([account('1', 'a'), account('2', 'b', null), account('3', 'a', at(3))])).toEqual([
    { connectionId: 'a', institutionName: 'Bank a', accounts: [named('1'), named('3')], lastCompleteAt: at(3) },
    { connectionId: 'b', institutionName: 'Bank b', accounts: [named('2')], lastCompleteAt: null },
  ]);
});

test('readings that failed in one way at one bank are one failure, told with the newest first', () => {
  const failing = (id: string, connectionId: string, hour: number, errorCode = 'unavailable') => ({
    ...account(id, connectionId),
    failure: { at: at(hour), errorCode },
  });
  const failures = readingFailures([
    failing('1', 'a', 6),
    failing('2', 'b', 7),
    { ...account('3', 'a'), failure: null },
    failing('4', 'a', 8),
    failing('5', 'a', 1, 'refused'),
  ]);
  expect(failures.map(({ accounts, at, errorCode }) => [accounts.map(({ id }) => id), at, errorCode])).toEqual([
    [['1', '4'], at(8), 'unavailable'],
    [['2'], at(7), 'unavailable'],
    [['5'], at(1), 'refused'],
  ]);
});
