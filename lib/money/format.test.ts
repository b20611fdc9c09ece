import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMoney, toDecimal } from './format.ts';
import { money } from './money.ts';
import { parseAmount } from './parse.ts';

describe('an amount in words', () => {
  it('keeps every digit of amounts beyond what a float can hold', () => {
    expect(formatMoney(money(900_719_925_474_099_312n, 'USD')).whole).toBe('$9,007,199,254,740,993.12');
  });

  it('writes a real minus sign, and a plus only when asked', () => {
    expect(formatMoney(money(-1205n, 'USD'))).toEqual({
      sign: '−',
      symbol: '$',
      units: '12',
      decimal: '.05',
      whole: '−$12.05',
    });
    expect(formatMoney(money(1205n, 'USD'), { plus: true }).whole).toBe('+$12.05');
    expect(formatMoney(money(0n, 'USD'), { plus: true }).whole).toBe('$0.00');
  });

  it('knows how many digits a currency has', () => {
    expect([toDecimal(money(-5n, 'USD')), toDecimal(money(5n, 'JPY')), toDecimal(money(5n, 'KWD'))]).toEqual([
      '-0.05',
      '5',
      '0.005',
    ]);
  });

  it('reads back what it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), (minor) => {
        expect(parseAmount(toDecimal(money(minor, 'USD')), 'USD')).toBe(minor);
        expect(parseAmount(formatMoney(money(minor, 'USD')).whole, 'USD')).toBe(minor);
      }),
    );
  });

  it('refuses what is not an amount', () => {
    for (const text of ['', '.', 'abc', '1.234', '1e5', '12.3.4', 'NaN', '--1'])
      expect(parseAmount(text, 'USD')).toBeNull();
  });
});
