import { Temporal } from 'temporal-polyfill';
import { assert } from '../assert.ts';
import { countOf, dayAt } from './count.ts';

/**
 * A civil date, `YYYY-MM-DD`. It has no zone and is not a moment: a `Date` would shift by one when the server and the
 * person live in different zones.
 */
export type Day = string & { readonly __day: unique symbol };

const shape = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text from outside is a real day (2026-02-30 is not). The calendar of the database has no year 0. */
export function isDay(text: string): text is Day {
  if (!shape.test(text) || text.startsWith('0000')) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

export function day(text: string): Day {
  assert(isDay(text), `${text} is a day`);
  return text;
}

const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day on which a moment falls in a zone: the one way from a moment to a day. `zone` is an IANA name. */
export function dayOf(moment: Date, zone: string): Day {
  let calendar = calendars.get(zone);
  if (!calendar) {
    // Sweden writes dates as ISO 8601 does.
    calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    calendars.set(zone, calendar);
  }
  return calendar.format(moment).padStart(10, '0') as Day;
}

/**
 * The day that a bank means by the moment it gives. Many banks know only the day, and say so with 00:00 UTC exactly:
 * that is a date and is not shifted into the household's zone.
 */
export function bankDayOf(moment: Date, zone: string): Day {
  return isDateOnly(moment) ? (moment.toISOString().slice(0, 10) as Day) : dayOf(moment, zone);
}

/** Whether a bank's moment is a date in disguise (00:00:00 UTC). */
export function isDateOnly(moment: Date): boolean {
  return moment.getTime() % 86_400_000 === 0;
}

/** The moment at which a day begins in a zone. */
export function startOfDay(value: Day, zone: string): Date {
  return new Date(Temporal.PlainDate.from(value).toZonedDateTime(zone).epochMilliseconds);
}

/**
 * The time within which a posting that is known by its day only can have happened. The bank's day may begin with the day in
 * UTC or in the household's zone, and end with either: `[from, to)`.
 */
export function spanOfDay(value: Day, zone: string): { from: Date; to: Date } {
  const next = addDays(value, 1);
  const inZone = { from: startOfDay(value, zone), to: startOfDay(next, zone) };
  const inUtc = { from: startOfDay(value, 'UTC'), to: startOfDay(next, 'UTC') };
  return {
    from: inZone.from < inUtc.from ? inZone.from : inUtc.from,
    to: inZone.to > inUtc.to ? inZone.to : inUtc.to,
  };
}

/**
 * Between which moments a row was posted whose bank gives `postedAt`: the span of its day where that is all it gives, else
 * the moment itself twice. A balance stated before `from` does not count the row, one stated at `to` or later does, and one
 * in between may or may not.
 */
export function spanOfPosting(postedAt: Date, zone: string): { from: Date; to: Date } {
  return isDateOnly(postedAt) ? spanOfDay(bankDayOf(postedAt, zone), zone) : { from: postedAt, to: postedAt };
}

/**
 * Whether a row stands between two balances: it was posted after the earlier one and not after the later one. Where its span
 * holds one of them, `side` says what was decided.
 */
export function isInside(
  span: { from: Date; to: Date },
  between: { from: Date; to: Date },
  side: { isAfterStart: boolean; isBeforeEnd: boolean },
): boolean {
  return (between.from < span.from || side.isAfterStart) && (between.to >= span.to || side.isBeforeEnd);
}

export function addDays(value: Day, days: number): Day {
  return dayAt(countOf(value) + days) as Day;
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: Day, to: Day): number {
  return countOf(to) - countOf(from);
}

/** Every day from `from` to `to`, both included. */
export function eachDay(from: Day, to: Day): Day[] {
  const first = countOf(from);
  return Array.from({ length: Math.max(0, countOf(to) - first + 1) }, (_, i) => dayAt(first + i) as Day);
}

export function later(a: Day, b: Day): Day {
  return a > b ? a : b;
}
