import { describe, expect, it } from 'vitest';
import { add, money, totals } from './money.ts';

describe('money', () => {
  it('refuses to add two currencies', () => {
    expect(() => add(money(1n, 'USD'), money(1n, 'EUR'))).toThrow('USD and EUR are not added');
  });

  it('refuses a currency that is not a code in upper case', () => {
    expect(() => money(1n, 'usd')).toThrow();
  });

  it('keeps one total per currency', () => {
    expect(totals([money(5n, 'USD'), money(7n, 'EUR'), money(-2n, 'USD')])).toEqual([
      money(7n, 'EUR'),
      money(3n, 'USD'),
    ]);
  });
});
