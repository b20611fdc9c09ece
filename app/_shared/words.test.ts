import { describe, expect, it } from 'vitest';
import { untried } from './form-state.ts';
import { problemWords, waitWords } from './words.ts';

it('a wait is said in words, and never too short', () => {
  expect([1, 60_000, 60_001, 900_000, 7_100_000, 7_200_000, 86_400_000].map(waitWords)).toEqual([
    'a minute',
    'a minute',
    '2 minutes',
    '15 minutes',
    '119 minutes',
    '2 hours',
    '24 hours',
  ]);
});

describe('the words of a problem', () => {
  it('are none when there is none', () => {
    expect(problemWords(untried)).toBeNull();
    expect(problemWords({ ok: true, value: 1 })).toBeNull();
    expect(problemWords({ ok: false, code: 'invalid', fields: { email: 'No.' } })).toBeNull();
  });

  it("are the page's own before the common ones", () => {
    const own = { 'too-many': { title: 'Mine', text: 'Mine.' } };
    expect(problemWords({ ok: false, code: 'too-many', waitMs: 1 }, own)?.title).toBe('Mine');
    expect(problemWords({ ok: false, code: 'too-many', waitMs: 840_000 })?.text).toContain('14 minutes');
  });

  it('of a bug give the number that the log knows', () => {
    expect(problemWords({ ok: false, code: 'unexpected', errorId: 'abc123' })?.text).toContain('abc123');
  });
});
