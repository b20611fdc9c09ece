import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '#lib/db/test-database.ts';
import { pause } from './limits.ts';
import { beginAttempt, clearAttempts, countHit, forgetOldHits, pauseLeft } from './throttle.ts';

const db = testDatabase();
const limit = { name: 'test', hits: 3, windowMs: 60_000 };
const start = new Date('2026-11-21T10:00:00Z');
const later = (ms: number) => new Date(start.getTime() + ms);
const minuteMs = 60_000;

beforeEach(() => db.query('TRUNCATE throttle'));

describe('a limit', () => {
  it('lets so many hits through in its window, and says when the next one is', async () => {
    for (const at of [0, 10, 20]) expect(await countHit(limit, 'a', later(at))).toEqual({ ok: true });
    expect(await countHit(limit, 'a', later(10_000))).toEqual({ ok: false, waitMs: 50_000 });
    expect(await countHit(limit, 'a', later(60_000))).toEqual({ ok: true });
  });

  it('is not prolonged by hits that were refused', async () => {
    for (let hit = 0; hit < 50; hit += 1) await countHit(limit, 'a', later(hit * 1_000));
    expect(await countHit(limit, 'a', later(60_000))).toEqual({ ok: true });
  });

  it('counts each subject and each kind by itself', async () => {
    for (let hit = 0; hit < 4; hit += 1) await countHit(limit, 'a', start);
    expect((await countHit(limit, 'b', start)).ok).toBe(true);
    expect((await countHit({ ...limit, name: 'other' }, 'a', start)).ok).toBe(true);
    expect((await countHit(limit, 'a', start)).ok).toBe(false);
  });

  it('counts a hundred hits at once as a hundred', async () => {
    const hits = await Promise.all(Array.from({ length: 100 }, () => countHit(limit, 'a', start)));
    expect(hits.filter((hit) => hit.ok)).toHaveLength(3);
  });
});

describe('failures in a row', () => {
  it('pause an account at the fifth, and only for a time', async () => {
    for (let n = 0; n < 5; n += 1) expect(await beginAttempt('ada@example.test', start)).toEqual({ ok: true });
    expect(await pauseLeft('ada@example.test', start)).toBe(15 * minuteMs);
    expect(await beginAttempt('ada@example.test', later(minuteMs))).toEqual({ ok: false, waitMs: 14 * minuteMs });
    expect(await beginAttempt('ada@example.test', later(15 * minuteMs))).toEqual({ ok: true });
  });

  it('pause it twice as long each time', async () => {
    let at = start;
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (let n = 0; n < 5; n += 1) expect((await beginAttempt('ada@example.test', at)).ok).toBe(true);
      const left = (await pauseLeft('ada@example.test', at)) ?? 0;
      waits.push(left / minuteMs);
      at = new Date(at.getTime() + left);
    }
    expect(waits).toEqual([15, 30, 60, 120]);
    await db.query('UPDATE throttle SET hits = 499, window_at = $1, paused_to = NULL', [at]);
    expect((await beginAttempt('ada@example.test', at)).ok).toBe(true);
    expect(await pauseLeft('ada@example.test', at)).toBe(pause.longestMs);
  });

  it('let no more than five guesses through when hundreds come at once', async () => {
    const guesses = await Promise.all(Array.from({ length: 200 }, () => beginAttempt('ada@example.test', start)));
    expect(guesses.filter((guess) => guess.ok)).toHaveLength(pause.everyFailures);
  });

  it('are forgotten after the right password, and after a day of quiet', async () => {
    for (let n = 0; n < 4; n += 1) await beginAttempt('ada@example.test', start);
    await clearAttempts('ada@example.test');
    expect(await pauseLeft('ada@example.test', start)).toBeNull();
    for (let n = 0; n < 4; n += 1) await beginAttempt('ada@example.test', start);
    expect(await pauseLeft('ada@example.test', start)).toBeNull();
    await beginAttempt('ada@example.test', later(pause.forgetAfterMs + 1));
    expect(await pauseLeft('ada@example.test', later(pause.forgetAfterMs + 1))).toBeNull();
  });

  it('of one account leave the others alone', async () => {
    for (let n = 0; n < 6; n += 1) await beginAttempt('ada@example.test', start);
    expect((await beginAttempt('grace@example.test', start)).ok).toBe(true);
    expect((await beginAttempt('ADA@example.test', start)).ok).toBe(false);
  });
});

it('keeps no e-mail address', async () => {
  await beginAttempt('ada@example.test', start);
  await countHit(limit, 'ada@example.test', start);
  expect(JSON.stringify(await db.query('SELECT * FROM throttle'))).not.toContain('ada');
});

it('forgets counts that no window needs, and keeps the others', async () => {
  await countHit(limit, 'old', start);
  await countHit(limit, 'new', later(pause.longestMs * 2));
  expect(await forgetOldHits(later(pause.longestMs * 2 + 1))).toBe(1);
  expect(await db.query('SELECT key FROM throttle')).toEqual([{ key: 'test:new' }]);
});
