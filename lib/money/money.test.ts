import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, allocate, money, totals } from './money.ts';

const minor = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('money', () => {
  it('refuses to add two currencies', () => {
    expect(() => add(money(1n, 'USD'), money(1n, 'EUR'))).toThrow('USD and EUR are not added');
  });

  it('refuses a currency that is not a code in upper case', () => {
    expect(() => money(1n, 'usd')).toThrow();
  });

  it('allocates without losing a minor unit, each share within one unit of its part', () => {
    fc.assert(
      fc.property(
        minor,
        fc
          .array(fc.bigInt({ min: 0n, max: 1000n }), { minLength: 1, maxLength: 12 })
          .filter((w) => w.some((x) => x > 0n)),
        (amount, weights) => {
          const shares = allocate(money(amount, 'USD'), weights).map((share) => share.amountMinor);
          const sum = weights.reduce((a, b) => a + b, 0n);
          expect(shares.reduce((a, b) => a + b, 0n)).toBe(amount);
          shares.forEach((share, i) => {
            const distance = share * sum - amount * (weights[i] ?? 0n);
            expect(distance < 0n ? -distance : distance).toBeLessThanOrEqual(sum);
          });
        },
      ),
    );
  });

  it('gives nothing to a weight of zero', () => {
    expect(allocate(money(1n, 'USD'), [0n, 1n]).map((s) => s.amountMinor)).toEqual([0n, 1n]);
  });

  it('keeps one total per currency', () => {
    expect(totals([money(5n, 'USD'), money(7n, 'EUR'), money(-2n, 'USD')])).toEqual([
      money(7n, 'EUR'),
      money(3n, 'USD'),
    ]);
  });
});
