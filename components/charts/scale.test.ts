import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extent, moneyScale, xOf } from './scale.ts';

const amounts = fc.array(fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }), { minLength: 1, maxLength: 30 });

describe('a scale of money', () => {
  it('holds every amount, greater ones higher up', () => {
    fc.assert(
      fc.property(amounts, fc.boolean(), (values, zero) => {
        const { y } = moneyScale(values, 'USD', { zero });
        const sorted = [...values].sort((a, b) => (a < b ? -1 : 1));
        const places = sorted.map(y);
        for (const place of places) {
          expect(place).toBeGreaterThanOrEqual(-0.01);
          expect(place).toBeLessThanOrEqual(extent + 0.01);
        }
        for (let i = 1; i < places.length; i += 1) expect(places[i]).toBeLessThanOrEqual((places[i - 1] ?? 0) + 1e-9);
      }),
    );
  });

  it('marks whole units only, each at its own place', () => {
    fc.assert(
      fc.property(amounts, (values) => {
        const { y, ticks } = moneyScale(values, 'USD', { zero: true });
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        for (const { amount, share } of ticks) {
          expect(amount.amountMinor % 100n).toBe(0n);
          expect(y(amount.amountMinor) / extent).toBeCloseTo(share, 9);
        }
        expect(ticks.some(({ amount }) => amount.amountMinor === 0n)).toBe(true);
      }),
    );
  });

  it('keeps yen whole and opens up around a balance that never moves', () => {
    const { ticks, y } = moneyScale([5_000n, 5_000n], 'JPY');
    expect(ticks.length).toBeGreaterThanOrEqual(2);
    expect(y(5_000n)).toBeGreaterThan(0);
    expect(y(5_000n)).toBeLessThan(extent);
  });

  it('spreads points from edge to edge', () => {
    expect([0, 1, 2].map((i) => xOf(i, 3))).toEqual([0, extent / 2, extent]);
    expect(xOf(0, 1)).toBe(extent);
  });
});
