import { Temporal } from 'temporal-polyfill';
import { assert } from '../assert.ts';
import type { Day } from './day.ts';

/** A calendar month, `YYYY-MM`. */
export type Month = string & { readonly __month: unique symbol };

export function month(text: string): Month {
  assert(/^\d{4}-(0[1-9]|1[0-2])$/.test(text), `${text} is a month`);
  return text as Month;
}

export function monthOf(value: Day): Month {
  return value.slice(0, 7) as Month;
}

export function addMonths(value: Month, months: number): Month {
  return Temporal.PlainYearMonth.from(value).add({ months }).toString() as Month;
}

export function firstDay(value: Month): Day {
  return `${value}-01` as Day;
}

export function lastDay(value: Month): Day {
  const { daysInMonth } = Temporal.PlainYearMonth.from(value);
  return `${value}-${String(daysInMonth).padStart(2, '0')}` as Day;
}

/** The same day of the month, or the month's last day when it is shorter. */
export function sameDayIn(value: Month, of: Day): Day {
  const last = lastDay(value);
  const wanted = `${value}-${of.slice(8)}` as Day;
  return wanted < last ? wanted : last;
}
