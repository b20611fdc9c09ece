import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PostedRow } from './placement.ts';
import { chanceOf } from './simulated-account.ts';
import { anchor, isDeep, judged, patient, row, seeds, states, total } from './test-judgement.ts';

/** A balance on 3 and one on 6 November, rows of unknown hour on the day of one of them, and three rows between. */
type Setting = 'at the first balance' | 'after an unexplained interval' | 'at the newest balance';
type Account = { seed: number; setting: Setting; count: number; isWhole: boolean };

function around({ seed, setting, count, isWhole }: Account, isBatch = false) {
  const chance = chanceOf(seed);
  const amount = () => -BigInt(isWhole ? 100 * (1 + Math.floor(chance() * 92)) : 1 + Math.floor(chance() * 9_200));
  const day = setting === 'at the newest balance' ? '2026-11-06' : '2026-11-03';
  const open = Array.from({ length: count }, (_, i) => row(`open-${i + 10}`, `${day}T00:00:00Z`, amount()));
  const batch = Math.floor(chance() * (count + 1));
  const early = open.filter((_, i) => (isBatch ? i < batch : chance() < 0.5));
  const between = [10, 11, 12].map((hour) => row(`between-${hour}`, `2026-11-04T${hour}:00:00Z`, amount()));
  const counted = setting === 'at the newest balance' ? early : open.filter((it) => !early.includes(it));
  const first = anchor('b', '2026-11-03T15:00:00Z', 100_000n);
  const second = anchor('c', '2026-11-06T15:00:00Z', total([...counted, ...between], first.currentMinor));
  const unexplained = anchor('a', '2026-11-01T15:00:00Z', 9_123_457_891n);
  const anchors = setting === 'after an unexplained interval' ? [unexplained, first, second] : [first, second];
  return { anchors, rows: [...open, ...between], second, between };
}
const settings = fc.constantFrom<Setting>(
  'at the first balance',
  'after an unexplained interval',
  'at the newest balance',
);
const accounts = (...counts: number[]) =>
  fc.noBias(fc.record({ seed: seeds, setting: settings, count: fc.constantFrom(...counts), isWhole: fc.boolean() }));

describe('judge, where rows of unknown hour might make a sum by chance', patient, () => {
  it('calls an interval proven from which a row is missing less than once in a hundred times', () => {
    const cases = fc.sample(accounts(1, 2, 4, 5, 6, 7, 8, 10), isDeep ? 20_000 : 800);
    const wrong = cases.filter((it) => {
      const { anchors, rows, between } = around(it);
      return (
        states(
          judged(
            anchors,
            rows.filter((one) => one !== between[1]),
          ),
        ).at(-1) === 'proven'
      );
    });
    expect(wrong.length / cases.length, JSON.stringify(wrong)).toBeLessThan(0.01);
  });

  it('proves at once what is complete, of up to five such rows, and of twelve that stand as they came', () => {
    const cases = fc.sample(fc.tuple(accounts(0, 1, 2, 3, 4, 5), fc.boolean()), isDeep ? 5_000 : 300);
    const held = cases.filter(([it, isBatch]) => {
      const count = isBatch ? 2 * it.count + 2 : it.count;
      const { anchors, rows } = around({ ...it, count, isWhole: false }, isBatch);
      return states(judged(anchors, rows, null)).at(-1) !== 'proven';
    });
    expect(held.length / cases.length, JSON.stringify(held)).toBeLessThan(0.03);
  });

  it('proves at once a whole day before its balance, also of amounts without cents, and waits for another split of it', () => {
    const rows = [4_000n, 6_000n, 2_000n, 9_000n].map((minor, i) => row(`r${i}`, '2026-11-06T00:00:00Z', -minor));
    const first = anchor('b', '2026-11-03T15:00:00Z', 100_000n);
    const second = (counted: readonly PostedRow[]) => anchor('c', '2026-11-06T15:00:00Z', total(counted, 100_000n));
    expect(states(judged([first, second(rows)], rows, null))).toEqual(['proven']);
    expect(states(judged([first, second(rows.slice(0, 2))], rows, null))).toEqual(['waiting']);
  });

  it('says for good that fourteen around the first balance prove nothing, and proves what follows', () => {
    const { anchors, rows, second } = around({ seed: 3, setting: 'at the first balance', count: 14, isWhole: false });
    expect(states(judged(anchors, rows))).toEqual(['ambiguous']);
    const next = anchor('d', '2026-11-08T15:00:00Z', second.currentMinor - 700n);
    expect(states(judged([...anchors, next], [...rows, row('next', '2026-11-07T15:00:00Z', -700n)]))).toEqual([
      'ambiguous',
      'proven',
    ]);
  });
});
