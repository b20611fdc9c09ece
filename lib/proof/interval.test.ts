import { describe, expect, it } from 'vitest';
import { chanceOf } from './simulated-account.ts';
import { anchor, judged, row, states, total } from './test-judgement.ts';

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
