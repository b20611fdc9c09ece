import { describe, expect, test } from 'vitest';
import { nothing, sum, tallyOf, tallyPlaywright, tallyVitest, worded } from './tally.ts';

const report = (changes: object = {}) => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
  ...changes,
});

describe('the tally', () => {
  test('sums all parts into the last line', () => {
    const all = sum([tallyVitest(report(), true), tallyOf(true), tallyOf(false)]);
    expect(worded(all)).toBe('6 passed, 1 failed, 2 skipped');
    expect(sum([])).toEqual(nothing);
  });

  test('counts a file that broke before its first test', () => {
    const broken = report({ testResults: [{ status: 'failed', assertionResults: [] }] });
    expect(tallyVitest(broken, false).failed).toBe(1);
  });

  test('counts a run that ended badly although no test failed, or said nothing at all', () => {
    expect(tallyVitest(report(), false).failed).toBe(1);
    expect(tallyVitest(null, true).failed).toBe(1);
    expect(tallyPlaywright(null, true).failed).toBe(1);
    const stats = { expected: 3, unexpected: 0, flaky: 1, skipped: 2 };
    expect(tallyPlaywright({ stats, errors: [{ message: 'no browser' }] }, false).failed).toBe(1);
    expect(tallyPlaywright({ stats }, false).failed).toBe(1);
    expect(tallyPlaywright({ stats }, true)).toEqual({ passed: 4, failed: 0, skipped: 2 });
  });
});
