import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, spanOfPosting } from '../dates/day.ts';
import type { Anchor } from './anchor.ts';
import { type Interval, type Judgement, judge, unexplainedMinor } from './interval.ts';
import { type PostedRow, placeRows } from './placement.ts';
import { chanceOf, type Habits, type SimulatedAccount, simulateAccount } from './simulated-account.ts';

const zone = 'America/New_York';
const dayMs = 86_400_000;
const later = new Date('2030-01-01T00:00:00Z');

function judged(anchors: readonly Anchor[], rows: readonly PostedRow[], asked: Date | null = later, inZone = zone) {
  return judge({
    anchors,
    placed: placeRows(rows, anchors, inZone),
    storedAttemptAt: asked,
    start: null,
  });
}
const judgeAccount = ({ anchors, rows }: SimulatedAccount) => judged(anchors, rows);
const states = ({ intervals }: Judgement) => intervals.map(({ state }) => state);

const seeds = fc.noBias(fc.integer({ min: 0, max: 2 ** 31 - 1 }));
const habits = fc.record({
  days: fc.integer({ min: 2, max: 12 }),
  rowsPerDay: fc.integer({ min: 0, max: 6 }),
  anchorEveryHours: fc.constantFrom(3, 10, 24, 30, 70),
  dateOnly: fc.boolean(),
  zone: fc.constant(zone),
}) satisfies fc.Arbitrary<Habits>;
const isDeep = process.env.PLUMB_DEEP !== undefined;
const runs = { numRuns: isDeep ? 5_000 : 300 };
const patient = isDeep ? { timeout: 300_000 } : {};

const anchor = (id: string, at: string, currentMinor: bigint): Anchor => ({ id, asOf: new Date(at), currentMinor });
function row(id: string, postedAt: string, amountMinor: bigint): PostedRow {
  return { id, ref: id, amountMinor, postedAt: new Date(postedAt), transactedAt: new Date(postedAt) };
}

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

const total = (rows: readonly PostedRow[], start = 0n) => rows.reduce((sum, it) => sum + it.amountMinor, start);

describe('judge, by the rules', () => {
  const base = anchor('a', '2026-11-02T15:00:00Z', 1_000n);

  it('proves an exact interval with rows at once, without waiting for another refresh', () => {
    const next = anchor('b', '2026-11-03T15:00:00Z', 900n);
    expect(states(judged([base, next], [row('1', '2026-11-02T18:00:00Z', -100n)], null))).toEqual(['proven']);
  });

  it('waits with a mismatch until a refresh begun after the later balance is stored', () => {
    const next = anchor('b', '2026-11-03T15:00:00Z', 900n);
    expect(states(judged([base, next], [], null))).toEqual(['waiting']);
    expect(states(judged([base, next], [], next.asOf))).toEqual(['waiting']);
    expect(states(judged([base, next], [], new Date(next.asOf.getTime() + 1000)))).toEqual(['unexplained']);
  });

  it('lets less than a day without rows count for nothing, and a longer time prove itself once asked again', () => {
    const soon = anchor('b', '2026-11-03T14:59:00Z', 1_000n);
    const after = anchor('c', '2026-11-05T15:00:00Z', 1_000n);
    expect(states(judged([base, soon, after], [], null))).toEqual(['empty', 'waiting']);
    expect(states(judged([base, soon, after], []))).toEqual(['empty', 'proven']);
  });

  it('knows nothing to judge from one balance', () => {
    expect(judged([base], [row('1', '2026-11-01T18:00:00Z', -100n)]).intervals).toEqual([]);
    expect(judged([], []).sides).toEqual([]);
  });

  it('takes a row of the very moment of a balance to be in it', () => {
    const next = anchor('b', '2026-11-03T15:00:00Z', 900n);
    expect(states(judged([base, next], [row('1', '2026-11-03T15:00:00Z', -100n)]))).toEqual(['proven']);
  });

  it('takes the rows of a balance’s day to be before it, unless only another placement is exact', () => {
    const rows = [row('1', '2026-11-02T00:00:00Z', -100n), row('2', '2026-11-02T00:00:00Z', -30n)];
    const [only] = judged([base], rows).sides;
    expect(only).toEqual({ anchorId: 'a', before: ['1', '2'], after: [] });
    const next = anchor('b', '2026-11-05T15:00:00Z', 970n);
    const { sides, intervals } = judged([base, next], rows);
    expect(sides[0]).toEqual({ anchorId: 'a', before: ['1'], after: ['2'] });
    expect(intervals[0]).toMatchObject({ state: 'proven', afterIds: ['2'], rowCount: 1 });
  });

  it('revises an early placement when a later balance shows that another one was meant', () => {
    const twoWays = [
      row('1', '2026-11-02T00:00:00Z', -50n),
      row('2', '2026-11-04T00:00:00Z', -50n),
      row('3', '2026-11-05T18:00:00Z', -7n),
    ];
    const anchors = [base, anchor('b', '2026-11-04T15:00:00Z', 950n)];
    expect(judged(anchors, twoWays).sides.map(({ before }) => before)).toEqual([['1'], ['2']]);
    const third = anchor('c', '2026-11-06T15:00:00Z', 893n);
    const revised = judged([...anchors, third], twoWays);
    expect(states(revised)).toEqual(['proven', 'proven']);
    expect(revised.sides.slice(0, 2).map(({ before }) => before)).toEqual([[], []]);
  });

  it('proves a day of forty postings of unknown hour when they are posted in one batch', () => {
    const rows = Array.from({ length: 40 }, (_, i) => row(`r${i}`, '2026-11-03T00:00:00Z', BigInt(-1 - i * i)));
    const next = anchor('b', '2026-11-03T14:00:00Z', 1_000n);
    const last = anchor('c', '2026-11-04T15:00:00Z', total(rows, 1_000n));
    expect(states(judged([base, next, last], rows))).toEqual(['empty', 'proven']);
  });

  it('proves a day of three thousand postings around six balances, for whose splits no time would be enough', () => {
    const rows = Array.from({ length: 3_000 }, (_, i) =>
      row(`r${10_000 + i}`, '2026-11-03T00:00:00Z', BigInt(-1 - i * i)),
    );
    const anchors = [2, 5, 8, 12, 15, 18].map((hour) =>
      anchor(`h${hour}`, `2026-11-03T${String(hour).padStart(2, '0')}:00:00Z`, total(rows.slice(0, hour * 100))),
    );
    const last = anchor('z', '2026-11-05T00:00:00Z', total(rows));
    expect(new Set(states(judged([...anchors, last], rows)))).toEqual(new Set(['proven']));
  });

  it('finds the one split of twenty-four postings around the first and the second balance', () => {
    const chance = chanceOf(7);
    const amount = () => BigInt(Math.floor((chance() - 0.5) * 1e9));
    const early = Array.from({ length: 24 }, (_, i) => row(`early-${i}`, '2026-11-02T00:00:00Z', amount()));
    const late = Array.from({ length: 3 }, (_, i) => row(`late-${i}`, '2026-11-04T00:00:00Z', amount()));
    const after = early.filter((_, i) => [1, 4, 9, 11, 17, 20, 21].includes(i));
    const next = anchor('b', '2026-11-04T15:00:00Z', total([...after, ...late.slice(1, 2)], base.currentMinor));
    const last = anchor('c', '2026-11-06T15:00:00Z', total([...late.slice(0, 1), ...late.slice(2)], next.currentMinor));
    const { intervals, sides } = judged([base, next, last], [...early, ...late]);
    expect(intervals.map(({ state }) => state)).toEqual(['proven', 'proven']);
    expect(sides[0]?.after.toSorted()).toEqual(after.map(({ id }) => id).toSorted());
    expect(sides[1]?.before).toEqual(['late-1']);
  });

  describe('with fourteen postings of unknown hour on the day of the newest balance', () => {
    const amounts = [1299, 4850, 725, 16040, 2310, 995, 38117, 5402, 1850, 7764, 410, 2999, 6533, 12001];
    const rows = amounts.map((amount, i) => row(`r${10 + i}`, '2026-11-04T00:00:00Z', -BigInt(amount)));
    const oddOnes = total(rows.filter((_, i) => [1, 4, 6, 12].includes(i)));
    const next = anchor('b', '2026-11-04T15:00:00Z', base.currentMinor + oddOnes);
    const third = (minor: bigint) => anchor('c', '2026-11-06T15:00:00Z', base.currentMinor + minor);

    it('waits for the next balance where some of them make the sum, since others might with a row missing', () => {
      expect(states(judged([base, next], rows))).toEqual(['waiting']);
      expect(states(judged([base, next, third(total(rows))], rows))).toEqual(['proven', 'proven']);
    });

    it('finds with the next balance that something is missing, and does not say that it is not here', () => {
      expect(states(judged([base, next, third(total(rows) - 777n)], rows))).toEqual(['ambiguous', 'unexplained']);
    });

    it('proves at once where they stand before or after it as they came', () => {
      const cut = anchor('b', '2026-11-04T15:00:00Z', total(rows.slice(0, 5), base.currentMinor));
      expect(states(judged([base, cut], rows, null))).toEqual(['proven']);
    });

    it('proves at once where they are so few that none fits by chance', () => {
      const few = rows.slice(0, 3);
      const second = anchor('b', '2026-11-04T15:00:00Z', total(few.slice(1, 2), base.currentMinor));
      expect(states(judged([base, second], few, null))).toEqual(['proven']);
    });
  });
});
