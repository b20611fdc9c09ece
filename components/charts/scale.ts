import { scaleLinear } from 'd3-scale';
import { minorDigits } from '#lib/money/format.ts';
import type { Money } from '#lib/money/money.ts';

// Where an amount stands on a drawing. Here, and only here, amounts become numbers: positions need no cents.

/** Drawings are 1000 units wide and high and stretch to their frame. */
export const extent = 1000;

export type MoneyScale = {
  /** 0 at the top, `extent` at the bottom */
  y(amountMinor: bigint): number;
  /** round amounts in whole units, lowest first, with their place from the top as a share of the height */
  ticks: readonly { amount: Money; share: number }[];
};

/**
 * A scale over some amounts of one currency, widened to round whole units. With `zero` it includes zero, as areas and
 * bars must; a line may leave it out.
 */
export function moneyScale(amounts: readonly bigint[], currency: string, { zero = false, count = 4 } = {}): MoneyScale {
  const unit = 10 ** minorDigits(currency);
  const values = amounts.map((amount) => Number(amount) / unit);
  if (zero || values.length === 0) values.push(0);
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (high - low < 4) [low, high] = [low - (zero && low === 0 ? 0 : 2), high + 2];
  const scale = scaleLinear().domain([low, high]).nice(count).range([extent, 0]);
  return {
    y: (amountMinor) => scale(Number(amountMinor) / unit),
    ticks: scale
      .ticks(count)
      .filter(Number.isInteger)
      .map((value) => ({
        amount: { amountMinor: BigInt(value) * BigInt(unit), currency },
        share: scale(value) / extent,
      })),
  };
}

/** The place of the nth of `count` points, from 0 to `extent`. */
export function xOf(index: number, count: number): number {
  return count < 2 ? extent : (index / (count - 1)) * extent;
}
