import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  bankDayOf,
  day,
  dayOf,
  daysBetween,
  eachDay,
  isDay,
  spanOfDay,
  spanOfPosting,
  startOfDay,
} from './day.ts';
import { addMonths, lastDay, month, sameDayIn } from './month.ts';

describe('days', () => {
  it('turns one moment into the day of the zone that is asked for', () => {
    const moment = new Date('2026-11-21T03:30:00Z');
    expect(dayOf(moment, 'America/New_York')).toBe('2026-11-20');
    expect(dayOf(moment, 'Pacific/Auckland')).toBe('2026-11-21');
  });

  it('knows the day of any moment in any zone, as the calendar library does', () => {
    // Half hours, the other side of the date line, a day that a country left out (Apia, 30 December 2011), leap days.
    const zones = ['America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC'];
    const moments = fc.date({
      min: new Date('1900-01-01T00:00:00Z'),
      max: new Date('2199-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, fc.constantFrom(...zones), (moment, zone) => {
        const instant = Temporal.Instant.fromEpochMilliseconds(moment.getTime());
        expect(dayOf(moment, zone)).toBe(instant.toZonedDateTimeISO(zone).toPlainDate().toString());
      }),
      {
        examples: [
          [new Date('2011-12-30T09:59:59Z'), 'Pacific/Apia'],
          [new Date('2011-12-30T10:00:00Z'), 'Pacific/Apia'],
        ],
      },
    );
  });

  it('adds and counts days as the calendar library does', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60_000, max: 60_000 }), fc.integer({ min: -800, max: 800 }), (n, days) => {
        const from = Temporal.PlainDate.from('2000-02-29').add({ days: n });
        const to = from.add({ days }).toString();
        expect(addDays(day(from.toString()), days)).toBe(to);
        expect(daysBetween(day(from.toString()), day(to))).toBe(days);
        expect(eachDay(day(from.toString()), day(to)).at(-1)).toBe(days < 0 ? undefined : to);
      }),
    );
  });

  it("does not shift a bank's date that comes as midnight UTC", () => {
    expect(bankDayOf(new Date('2026-11-21T00:00:00Z'), 'America/New_York')).toBe('2026-11-21');
    expect(bankDayOf(new Date('2026-11-21T00:00:01Z'), 'America/New_York')).toBe('2026-11-20');
  });

  it('knows which texts are days', () => {
    expect(['2026-02-28', '2026-02-30', '2026-2-3', '0000-02-28', 'x'].map(isDay)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it('counts days over the change of the clock', () => {
    expect(daysBetween(day('2026-10-31'), day('2026-11-02'))).toBe(2);
    expect(addDays(day('2026-11-01'), -1)).toBe('2026-10-31');
    expect(startOfDay(day('2026-11-02'), 'America/New_York').toISOString()).toBe('2026-11-02T05:00:00.000Z');
    expect(startOfDay(day('2026-11-01'), 'America/New_York').toISOString()).toBe('2026-11-01T04:00:00.000Z');
    expect(eachDay(day('2026-02-27'), day('2026-03-02'))).toHaveLength(4);
  });

  it('lets a posting day reach from its midnight in UTC to its end where the household lives, and the other way round', () => {
    expect(spanOfDay(day('2026-11-03'), 'America/New_York')).toEqual({
      from: new Date('2026-11-03T00:00:00Z'),
      to: new Date('2026-11-04T05:00:00Z'),
    });
    expect(spanOfDay(day('2026-11-03'), 'Pacific/Auckland')).toEqual({
      from: new Date('2026-11-02T11:00:00Z'),
      to: new Date('2026-11-04T00:00:00Z'),
    });
    const exact = new Date('2026-11-03T00:00:01Z');
    expect(spanOfPosting(exact, 'America/New_York')).toEqual({ from: exact, to: exact });
    expect(startOfDay(addDays(day('2026-11-03'), 1), 'UTC')).toEqual(new Date('2026-11-04T00:00:00Z'));
  });
});

describe('months', () => {
  it('clips a day to a shorter month', () => {
    expect(lastDay(month('2028-02'))).toBe('2028-02-29');
    expect(sameDayIn(addMonths(month('2026-01'), 1), day('2026-01-31'))).toBe('2026-02-28');
  });
});
