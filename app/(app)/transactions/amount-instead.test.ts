import { expect, test } from 'vitest';
import { everything } from '#lib/ledger/filter.ts';
import { amountInstead } from './amount-instead.ts';

test('an amount that is searched for as a word leads to the rows of that size, among the other marks', () => {
  const of = (text: string | null) => amountInstead({ ...everything, text, flow: 'out' }, 'USD');
  expect(of('825.00')).toBe('/transactions?min=825.00&max=825.00&flow=out');
  expect(of('−$1,825')).toBe('/transactions?min=1825.00&max=1825.00&flow=out');
  for (const none of ['coffee', '7-11', '825.00 rent', null]) expect(of(none)).toBeNull();
});
