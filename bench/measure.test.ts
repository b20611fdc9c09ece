import { describe, expect, it } from 'vitest';
import { atMost, median, rounds } from './measure.ts';

function side(values: number[]) {
  return async () => values.shift() ?? Number.NaN;
}

describe('rounds of a benchmark', () => {
  it('take medians of both sides, and the spread of the control', async () => {
    const measured = await rounds(side([30, 20, 25]), side([10, 10, 11, 11, 9, 9]));
    expect(measured).toEqual({ product: 25, control: 10, spread: 0.2, repeated: 0 });
    expect(atMost('x', 2, measured)).toMatchObject({ ratio: 2.5, isMet: false });
    expect(atMost('x', 2.5, measured).isMet).toBe(true);
  });

  it('repeat a round whose two controls differ by more than a quarter', async () => {
    const measured = await rounds(side([99, 20]), side([10, 20, 10, 10]), 1);
    expect(measured).toMatchObject({ product: 20, control: 10, repeated: 1 });
  });

  it('have a median for even counts too', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });
});
