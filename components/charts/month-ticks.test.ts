import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day, eachDay } from '#lib/dates/day.ts';
import { crowdedOf, footOf } from './month-ticks.ts';

const today = day('2026-11-20');

describe('the foot of a chart', () => {
  it('names months where they begin, never more than asked for', () => {
    expect(footOf(eachDay(day('2026-08-15'), today)).map(({ label }) => label)).toEqual(['Sep', 'Oct', 'Nov']);
    expect(footOf(eachDay(day('2025-12-15'), day('2026-03-15'))).map(({ label }) => label)).toEqual([
      'Jan ’26',
      'Feb',
      'Mar',
    ]);
  });

  it('names years when there are several', () => {
    const everyTwentyDays = eachDay(day('2019-05-01'), today).filter((_, i) => i % 20 === 0);
    expect(footOf(everyTwentyDays).map(({ label }) => label)).toEqual(['2020', '2022', '2024', '2026']);
  });

  it('names the year with the first month of each when months come back', () => {
    const twoYears = eachDay(addDays(today, -730), today);
    expect(footOf(twoYears).map(({ label }) => label)).toEqual(['Mar ’25', 'Jul', 'Nov', 'Mar ’26', 'Jul']);
  });

  it('names days when there is hardly a month', () => {
    expect(footOf(eachDay(day('2026-11-01'), today))[0]?.label).toBe('1 Nov');
  });

  it('keeps its words apart and inside, whatever the span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_500 }), (length) => {
        const foot = footOf(eachDay(addDays(today, 1 - length), today));
        expect(foot.length).toBeLessThanOrEqual(6);
        foot.forEach(({ share }, i) => {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(share).toBeGreaterThan(foot[i - 1]?.share ?? -1);
        });
        let year = '';
        const read = foot.map(({ label }) => {
          year = /’\d\d/.exec(label)?.[0] ?? year;
          return label.includes(year) ? label : `${label} ${year}`;
        });
        expect(new Set(read).size).toBe(read.length);
      }),
    );
  });

  it('has every other word where the chart is narrow, and the one with the year', () => {
    const keptOf = (labels: string[]) => {
      const foot = labels.map((label, i) => ({ label, share: (i + 0.5) / labels.length }));
      const crowded = crowdedOf(foot);
      return foot.filter((word) => !crowded.has(word)).map(({ label }) => label);
    };
    expect(keptOf(['Aug', 'Sep', 'Oct', 'Nov', 'Dec', 'Jan ’27'])).toEqual(['Sep', 'Nov', 'Jan ’27']);
    expect(keptOf(['Sep', 'Oct', 'Nov', 'Dec', 'Jan ’27', 'Feb'])).toEqual(['Sep', 'Nov', 'Jan ’27']);
    expect(keptOf(['Sep', 'Oct', 'Nov', 'Dec'])).toEqual(['Sep', 'Oct', 'Nov', 'Dec']);
  });

  it('keeps the words of a narrow chart apart, whatever the span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_500 }), (length) => {
        const foot = footOf(eachDay(addDays(today, 1 - length), today));
        const crowded = crowdedOf(foot);
        const kept = foot.filter((word) => !crowded.has(word));
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(foot.length, 1));
        kept.slice(1).forEach(({ share, label }, i) => {
          const letters = (label.length + (kept[i]?.label.length ?? 0)) / 2;
          // At the edges words stand aside of their place, the first one by half of itself, the last one too.
          expect((share - (kept[i]?.share ?? 0)) * 208).toBeGreaterThan(letters * 7);
        });
      }),
    );
  });
});
