import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '../dates/day.ts';
import { driftMinor, runningEnds } from './daily-balance.ts';

const first = day('2026-11-01');
const at = (n: number) => addDays(first, n);
const nets = fc.array(fc.bigInt({ min: -500n, max: 500n }), { minLength: 1, maxLength: 30 });
const history = nets.chain((net) =>
  fc.record({
    net: fc.constant(net),
    opening: fc.bigInt({ min: -10_000n, max: 10_000n }),
    stated: fc.uniqueArray(fc.nat({ max: net.length - 1 }), { minLength: 1, maxLength: 5 }),
  }),
);

function booksOf({ net, opening, stated }: { net: bigint[]; opening: bigint; stated: number[] }) {
  let balance = opening;
  const ends = net.map((netMinor) => {
    balance += netMinor;
    return balance;
  });
  return {
    ends,
    days: net.map((netMinor, i) => ({ day: at(i), netMinor })),
    stated: stated.sort((a, b) => a - b).map((i) => ({ day: at(i), endMinor: ends[i] ?? 0n })),
  };
}

describe('runningEnds', () => {
  it('gives every day its true end, before, between and after the balances that were stated', () => {
    fc.assert(
      fc.property(history, (it) => {
        const books = booksOf(it);
        expect(runningEnds(books.days, books.stated, null).map(({ endMinor }) => endMinor)).toEqual(books.ends);
      }),
    );
  });

  it('gives the same ends when it begins in the middle, at a day whose end is known', () => {
    fc.assert(
      fc.property(history, fc.nat(), (it, cut) => {
        const books = booksOf(it);
        const whole = runningEnds(books.days, books.stated, null);
        const from = cut % books.days.length;
        const last = whole[from];
        const rest = books.stated.filter((one) => one.day > at(from));
        expect(runningEnds(books.days.slice(from + 1), rest, last?.endMinor ?? null)).toEqual(whole.slice(from + 1));
      }),
    );
  });

  it('shows a missing row as a jump on the day of the later balance, and nowhere else', () => {
    const days = [0, 1, 2, 3, 4].map((n) => ({ day: at(n), netMinor: -10n }));
    const stated = [
      { day: at(1), endMinor: 100n },
      { day: at(3), endMinor: 55n },
    ];
    const ends = runningEnds(days, stated, null).map(({ endMinor }) => endMinor);
    expect(ends).toEqual([110n, 100n, 90n, 55n, 45n]);
    const drift = days.slice(1).map(({ netMinor }, i) => driftMinor(ends[i] ?? 0n, netMinor, ends[i + 1] ?? 0n));
    expect(drift).toEqual([0n, 0n, -25n, 0n]);
  });

  it('knows nothing without a balance', () => {
    expect(runningEnds([{ day: first, netMinor: 5n }], [], null)).toEqual([{ day: first, endMinor: null }]);
  });
});
