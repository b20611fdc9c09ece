import { describe, expect, it } from 'vitest';
import type { SyncRunView } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { causeWords, countWords, coverageWords, runWords } from './sync-words.ts';

const here = { today: day('2026-11-20'), zone: 'UTC' };
const run: SyncRunView = {
  id: '1',
  cause: 'person',
  state: 'done',
  startedAt: new Date('2026-11-20T09:13:00Z'),
  finishedAt: new Date('2026-11-20T09:13:02Z'),
  askedAt: new Date('2026-11-20T09:12:00Z'),
  fetched: 5,
  added: 4,
  changed: 1,
  voided: 0,
  oldestDay: null,
  errorCode: null,
};

describe('the words of a reading', () => {
  it('say when the bank was asked and what came', () => {
    expect(runWords(run, here)).toBe('Bank asked at 09:12: 4 new, 1 changed.');
  });

  it('do not call a reading that found nothing a success with rows', () => {
    expect(countWords({ added: 0, changed: 0, voided: 0 })).toBe('nothing new');
  });

  it('say whose fault a failure was, and never pass it off as done', () => {
    expect(runWords({ ...run, state: 'failed', errorCode: 'unavailable' }, here)).toContain('bank did not answer');
    expect(runWords({ ...run, state: 'failed', errorCode: 'rate-limited' }, here)).toContain('too often');
    expect(runWords({ ...run, state: 'failed', errorCode: null }, here)).toContain('failed');
  });

  it('name a cause that is true of signing in again, of linking once more and of allowing more', () => {
    expect(causeWords('relink')).toBe('after another dialog with the bank');
  });

  it('count rows and name the oldest day', () => {
    expect(coverageWords({ rowCount: 412 }, day('2026-05-03'), here)).toBe('412 posted transactions, back to 3 May');
    expect(coverageWords({ rowCount: 1, pending: [] }, null, here)).toBe('1 posted transaction');
  });

  it('count pending rows apart, in whatever currency', () => {
    const pending = ['USD', 'EUR'].map((currency) => ({ count: 1, total: { amountMinor: -5n, currency } }));
    expect(coverageWords({ rowCount: 234, pending }, null, here)).toBe('234 posted transactions and 2 pending');
  });
});
