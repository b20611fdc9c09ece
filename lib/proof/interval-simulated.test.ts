import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, spanOfPosting } from '../dates/day.ts';
import { type Interval, judge, unexplainedMinor } from './interval.ts';
import { type PostedRow, placeRows } from './placement.ts';
import { chanceOf, type Habits, type SimulatedAccount, simulateAccount } from './simulated-account.ts';
import { anchor, isDeep, judged, later, patient, row, seeds, states, total, zone } from './test-judgement.ts';

const dayMs = 86_400_000;

const judgeAccount = ({ anchors, rows }: SimulatedAccount) => judged(anchors, rows);

const habits = fc.record({
  days: fc.integer({ min: 2, max: 12 }),
  rowsPerDay: fc.integer({ min: 0, max: 6 }),
  anchorEveryHours: fc.constantFrom(3, 10, 24, 30, 70),
  dateOnly: fc.boolean(),
  zone: fc.constant(zone),
}) satisfies fc.Arbitrary<Habits>;
const runs = { numRuns: isDeep ? 5_000 : 300 };

describe('judge, on accounts whose bank is right', patient, () => {
  it('gives no false alarm in ten thousand days of accounts, wherever the balances fall and whether or not the hour of posting is told', () => {
    fc.assert(
      fc.property(seeds, habits, (seed, habit) => {
        const account = simulateAccount(seed, habit);
        const { intervals } = judgeAccount(account);
        expect(intervals.map((it) => [it.state, unexplainedMinor(it)])).toEqual(
          intervals.map((it) => [it.state === 'empty' ? 'empty' : 'proven', 0n]),
        );
      }),
      { numRuns: runs.numRuns * 5 },
    );
  });

  it('counts every row between the first and the last balance once, and invents none', () => {
    fc.assert(
      fc.property(seeds, habits, (seed, habit) => {
        const account = simulateAccount(seed, habit);
        const { intervals, sides } = judgeAccount(account);
        const [first, last] = [account.anchors[0], account.anchors.at(-1)];
        if (!first || !last) return;
        const gaps = placeRows(account.rows, account.anchors, zone);
        const sure = gaps.fixed.slice(1, -1).reduce((sum, { count }) => sum + count, 0);
        const atEnds = gaps.straddling.filter((it) => it.first === 0 || it.last === account.anchors.length);
        const counted = intervals.reduce((sum, { rowCount }) => sum + rowCount, 0);
        const inside = atEnds.filter(({ id }) => !sides[0]?.before.includes(id) && !sides.at(-1)?.after.includes(id));
        expect(counted).toBe(sure + gaps.straddling.length - atEnds.length + inside.length);
      }),
      runs,
    );
  });

  it('counts in an interval what stands between its balances, told from its own verdict alone', () => {
    fc.assert(
      fc.property(seeds, habits, (seed, habit) => {
        const account = simulateAccount(seed, habit);
        for (const { from, to, beforeIds, afterIds, rowsMinor, rowCount } of judgeAccount(account).intervals) {
          const inside = account.rows.filter(({ id, postedAt }) =>
            isInside(
              spanOfPosting(postedAt, zone),
              { from: from.asOf, to: to.asOf },
              { isAfterStart: afterIds.includes(id), isBeforeEnd: beforeIds.includes(id) },
            ),
          );
          expect({ count: inside.length, minor: total(inside) }).toEqual({ count: rowCount, minor: rowsMinor });
        }
      }),
      { numRuns: Math.ceil(runs.numRuns / 3) },
    );
  });

  it('never takes back across an anchor what stood before an earlier one', () => {
    fc.assert(
      fc.property(seeds, habits, (seed, habit) => {
        const { sides } = judgeAccount(simulateAccount(seed, { ...habit, dateOnly: true, anchorEveryHours: 3 }));
        const seen = new Set<string>();
        for (const { before, after } of sides) {
          expect(after.filter((id) => seen.has(id))).toEqual([]);
          for (const id of before) seen.add(id);
        }
      }),
      runs,
    );
  });

  it('decides the same from a pinned anchor on as from the beginning', () => {
    fc.assert(
      fc.property(seeds, habits, (seed, habit) => {
        const { anchors, rows } = simulateAccount(seed, habit);
        const whole = judged(anchors, rows);
        whole.intervals.forEach((interval, i) => {
          if (!interval.isPinned) return;
          const rest = anchors.slice(i + 1);
          const evidence = {
            anchors: rest,
            placed: placeRows(rows, rest, zone),
            storedAttemptAt: later,
          };
          const start = { before: new Set(interval.beforeIds), isOpen: interval.basis === 'open' };
          const resumed = judge({ ...evidence, start });
          expect(resumed.intervals).toEqual(whole.intervals.slice(i + 1));
          expect(resumed.sides).toEqual(whole.sides.slice(i + 1));
        });
      }),
      { numRuns: 100 },
    );
  });
});

type Fault = (row: PostedRow, chance: () => number) => PostedRow[];
const faults: Record<string, Fault> = {
  'a missing row': () => [],
  'a row counted twice': (it) => [it, { ...it, id: `${it.id}-again`, ref: `${it.ref}-again` }],
  'a flipped sign': (it) => [{ ...it, amountMinor: -it.amountMinor }],
  'an amount that changed after posting': (it, chance) => [
    { ...it, amountMinor: it.amountMinor + BigInt(1 + Math.floor(chance() * 1e6)) },
  ],
  'a wrong scale': (it) => [{ ...it, amountMinor: it.amountMinor * 100n }],
  'a row dated back by days': (it) => [{ ...it, postedAt: new Date(it.postedAt.getTime() - 5 * dayMs), id: it.id }],
};

describe('judge, when something is wrong', patient, () => {
  for (const [name, fault] of Object.entries(faults)) {
    it(`finds ${name} as soon as it can be judged, in the interval or beside it`, () => {
      fc.assert(
        fc.property(seeds, habits, (seed, habit) => {
          const account = simulateAccount(seed, { ...habit, days: 14, rowsPerDay: 4, anchorEveryHours: 30 });
          const chance = chanceOf(seed + 1);
          const [second, beforeLast] = [account.anchors[1], account.anchors.at(-2)];
          if (!second || !beforeLast) return;
          const [from, to] = [second.asOf.getTime() + 6 * dayMs, beforeLast.asOf.getTime() - 2 * dayMs];
          const inside = account.rows.filter(({ countedAt: at }) => at.getTime() > from && at.getTime() <= to);
          const broken = inside[Math.floor(chance() * inside.length)];
          if (!broken) return;
          const rows = account.rows.flatMap((it) => (it === broken ? fault(it, chance) : [it]));
          expect(states(judged(account.anchors, rows))).toContain('unexplained');
          expect(states(judged(account.anchors, rows, null))).toContain('waiting');
          expect(states(judged(account.anchors, rows, null))).not.toContain('unexplained');
        }),
        runs,
      );
    });
  }

  it('tells the amount that is missing and between which balances', () => {
    const anchors = [
      anchor('a', '2026-11-02T15:00:00Z', 10_000n),
      anchor('b', '2026-11-04T15:00:00Z', 7_500n),
      anchor('c', '2026-11-06T15:00:00Z', 7_000n),
    ];
    const rows = [row('1', '2026-11-03T16:00:00Z', -1_300n), row('2', '2026-11-05T16:00:00Z', -500n)];
    const [first, second] = judged(anchors, rows).intervals as [Interval, Interval];
    expect(first).toMatchObject({ state: 'unexplained', anchorDiffMinor: -2_500n, rowsMinor: -1_300n, rowCount: 1 });
    expect(unexplainedMinor(first)).toBe(-1_200n);
    expect(second.state).toBe('proven');
  });
});
