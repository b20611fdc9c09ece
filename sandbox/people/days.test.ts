import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bankHolidays,
  businessDaysAfter,
  businessDayUpTo,
  dayNumber,
  dayText,
  fallsEvery,
  fallsMonthly,
  isBusinessDay,
  momentOf,
  monthlyDay,
  weekdayOf,
} from '#sandbox/people/days.ts';

const anyDay = fc.integer({ min: dayNumber('2015-01-01'), max: dayNumber('2045-12-31') });

describe('days', () => {
  it('keeps the holidays of 2026, with Independence Day on a Saturday not moved', () => {
    expect([...bankHolidays(2026)].map(dayText).sort()).toEqual([
      '2026-01-01',
      '2026-01-19',
      '2026-02-16',
      '2026-05-25',
      '2026-06-19',
      '2026-07-04',
      '2026-09-07',
      '2026-10-12',
      '2026-11-11',
      '2026-11-26',
      '2026-12-25',
    ]);
    expect(isBusinessDay(dayNumber('2026-07-03'))).toBe(true);
  });

  it('moves a holiday on a Sunday to Monday', () => {
    expect(isBusinessDay(dayNumber('2027-07-05'))).toBe(false);
    expect(isBusinessDay(dayNumber('2023-01-02'))).toBe(false);
  });

  it('pays on the working day before a holiday', () => {
    expect(dayText(businessDayUpTo(dayNumber('2026-12-25')))).toBe('2026-12-24');
    expect(dayText(businessDayUpTo(dayNumber('2026-11-11')))).toBe('2026-11-10');
  });

  it('counts working days over a long weekend', () => {
    expect(dayText(businessDaysAfter(dayNumber('2026-05-22'), 1))).toBe('2026-05-26');
  });

  it('refuses what is no day', () => {
    for (const text of ['2026-02-29', '2026-13-01', '26-01-01', 'today', '']) expect(() => dayNumber(text)).toThrow();
  });

  it('agrees with the time zone database on the wall time in New York', () => {
    const wall = new Intl.DateTimeFormat('en-CA', {
      timeZone: 'America/New_York',
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    });
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 3 * 3600, max: 86_399 }), (day, second) => {
        const clock = new Date(second * 1000).toISOString().slice(11, 19);
        const parts = Object.fromEntries(
          wall.formatToParts(momentOf(day, second) * 1000).map(({ type, value }) => [type, value]),
        );
        expect(`${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}:${parts.second}`).toBe(
          `${dayText(day)} ${clock}`,
        );
      }),
    );
  });

  it('lets a monthly date fall once for every month, whatever the shift', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2015, max: 2040 }),
        fc.integer({ min: 1, max: 31 }),
        fc.constantFrom('earlier' as const, 'later' as const, 'none' as const),
        (year, date, shift) => {
          let count = 0;
          for (let day = dayNumber(`${year}-01-01`) - 6; day <= dayNumber(`${year}-12-31`) + 6; day += 1) {
            if (fallsMonthly(day, date, shift)) count += 1;
            if (shift !== 'none' && fallsMonthly(day, date, shift)) expect(isBusinessDay(day)).toBe(true);
          }
          expect(count).toBeGreaterThanOrEqual(12);
          expect(count).toBeLessThanOrEqual(14);
        },
      ),
      { numRuns: 30 },
    );
    expect(dayText(monthlyDay(2026, 2, 31))).toBe('2026-02-28');
  });

  it('repeats every fourteen days, earlier before a holiday', () => {
    const friday = dayNumber('2026-12-11');
    expect(weekdayOf(friday)).toBe(5);
    expect(fallsEvery(dayNumber('2026-12-24'), 14, friday, 'earlier')).toBe(true);
    expect(fallsEvery(dayNumber('2026-12-25'), 14, friday, 'earlier')).toBe(false);
    expect(fallsEvery(dayNumber('2027-01-08'), 14, friday, 'earlier')).toBe(true);
  });
});
