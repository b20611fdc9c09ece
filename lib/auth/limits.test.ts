import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pause, pauseAfter } from './limits.ts';

const minuteMs = 60_000;

describe('the pause of an account', () => {
  it('comes with the fifth failure in a row, and not before', () => {
    expect([1, 2, 3, 4, 5].map(pauseAfter)).toEqual([0, 0, 0, 0, 15 * minuteMs]);
  });

  it('doubles each time, up to a day', () => {
    expect([10, 15, 20].map(pauseAfter)).toEqual([30 * minuteMs, 60 * minuteMs, 120 * minuteMs]);
    expect(pauseAfter(500)).toBe(pause.longestMs);
  });

  it('never gets shorter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (n) => {
        const failures = n * pause.everyFailures;
        expect(pauseAfter(failures + pause.everyFailures)).toBeGreaterThanOrEqual(pauseAfter(failures));
      }),
    );
  });
});
