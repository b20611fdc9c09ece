import { expect, test } from 'vitest';
import { mayRenew, mayRenewInSight, pauseBeforeLook } from './looks.ts';

test('a page looks often for two minutes, and then every quarter of a minute without end', () => {
  const looks: number[] = [];
  for (let at = 0; at < 3_600_000; ) {
    at += pauseBeforeLook(at, 1500);
    looks.push(at);
  }
  const pauses = looks.map((at, i) => at - (looks[i - 1] ?? 0));
  expect(new Set(pauses.filter((_, i) => (looks[i] ?? 0) <= 120_000))).toEqual(new Set([1500]));
  expect(new Set(pauses.filter((_, i) => (looks[i] ?? 0) > 121_500))).toEqual(new Set([15_000]));
  expect(looks.at(-1)).toBeGreaterThanOrEqual(3_600_000);
  expect(pauseBeforeLook(200_000, 60_000)).toBe(60_000);
});

test('a page that was out of sight is renewed at once, one that was in sight not again within ten seconds', () => {
  expect(mayRenew(true, 0)).toBe(true);
  expect(mayRenew(false, 9_999)).toBe(false);
  expect(mayRenew(false, 10_000)).toBe(true);
});

test('a page in sight is renewed in its turn, and not within two and a half seconds of a touch', () => {
  expect(mayRenewInSight(4_000, 3_999, 60_000)).toBe(false);
  expect(mayRenewInSight(4_000, 4_000, 60_000)).toBe(true);
  expect(mayRenewInSight(4_000, 4_000, 2_499)).toBe(false);
  expect(mayRenewInSight(4_000, 4_000, 2_500)).toBe(true);
});
