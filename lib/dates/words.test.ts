import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { addDays, day } from './day.ts';
import { atWords, momentDayWords, momentWords } from './moment-words.ts';
import { month } from './month.ts';
import { dateWords, dayWithin, dayWords, monthTick, monthWords, shortDay, weekdayOf } from './words.ts';

const today = day('2026-11-20');

describe('days in words', () => {
  it('know their weekday, as the calendar does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), (n) => {
        const value = addDays(today, n);
        expect(weekdayOf(value)).toBe(Temporal.PlainDate.from(value).dayOfWeek % 7);
      }),
    );
  });

  it('name the year only when it is another', () => {
    expect(shortDay(day('2026-05-03'), today)).toBe('3 May');
    expect(shortDay(day('2025-12-31'), today)).toBe('31 Dec 2025');
    expect(dayWords(today, today)).toBe('Today');
    expect(dayWords(day('2026-11-19'), today)).toBe('Yesterday');
    expect(dayWords(day('2025-12-31'), day('2026-01-01'))).toBe('Yesterday');
    expect(dayWords(day('2026-11-17'), today)).toBe('Tue 17 Nov');
    const within = ['2026-11-20', '2026-11-19', '2026-11-17'].map((value) => dayWithin(day(value), today));
    expect(within).toEqual(['today', 'yesterday', 'Tue 17 Nov']);
    expect(monthWords(month('2025-02'), today)).toBe('February 2025');
    expect(monthTick(month('2026-01'))).toBe('Jan ’26');
  });

  it('call the day before today yesterday, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: -40_000, max: 40_000 }), fc.integer({ min: -3, max: 3 }), (n, ago) => {
        const from = addDays(today, n);
        expect(dayWords(addDays(from, -ago), from) === 'Yesterday').toBe(ago === 1);
      }),
    );
  });

  it('count the days of a month', () => {
    const words = ['01', '02', '03', '04', '11', '12', '13', '21', '22', '23', '30', '31'].map((date) =>
      dateWords(day(`2026-12-${date}`)),
    );
    expect(words.join()).toBe(
      'the 1st,the 2nd,the 3rd,the 4th,the 11th,the 12th,the 13th,the 21st,the 22nd,the 23rd,the 30th,the 31st',
    );
  });
});

describe('moments in words', () => {
  it('are read where the household lives', () => {
    const moment = new Date('2026-11-20T03:12:00Z');
    expect(momentWords(moment, { today, zone: 'UTC' })).toBe('03:12');
    expect(momentWords(moment, { today, zone: 'America/New_York' })).toBe('yesterday 22:12');
    expect(momentWords(new Date('2026-11-02T14:00:00Z'), { today, zone: 'America/New_York' })).toBe('2 Nov 09:00');
    expect(momentWords(new Date('2026-11-21T09:00:00Z'), { today, zone: 'UTC' })).toBe('tomorrow 09:00');
    expect(atWords(moment, { today, zone: 'UTC' })).toBe('at 03:12');
    expect(atWords(moment, { today, zone: 'America/New_York' })).toBe('yesterday at 22:12');
    expect(atWords(new Date('2025-11-02T14:00:00Z'), { today, zone: 'UTC' })).toBe('on 2 Nov 2025 at 14:00');
    expect(momentDayWords(moment, { today, zone: 'America/New_York' })).toBe('yesterday');
  });
});
