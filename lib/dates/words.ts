import { countOf } from './count.ts';
import type { Day } from './day.ts';
import type { Month } from './month.ts';

// Days and months in words. Only text arithmetic, so that it costs the browser nothing.

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

function partsOf(value: Day): { year: number; month: number; date: number } {
  return { year: Number(value.slice(0, 4)), month: Number(value.slice(5, 7)), date: Number(value.slice(8, 10)) };
}

/** 0 = Sunday (Sakamoto's method for the Gregorian calendar). */
export function weekdayOf(value: Day): number {
  const { year, month, date } = partsOf(value);
  const shift = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] ?? 0;
  const y = month < 3 ? year - 1 : year;
  return (y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + shift + date) % 7;
}

/** `3 May`, and `3 May 2025` when it is not in the year of `today`. */
export function shortDay(value: Day, today: Day): string {
  const { year, month, date } = partsOf(value);
  const text = `${date} ${months[month - 1]?.slice(0, 3)}`;
  return value.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${year}`;
}

/** `today`, `yesterday`, else `Tue 17 Nov`, with the year when it is another: within a sentence. */
export function dayWithin(value: Day, today: Day): string {
  if (value === today) return 'today';
  if (countOf(today) - countOf(value) === 1) return 'yesterday';
  return `${weekdays[weekdayOf(value)]} ${shortDay(value, today)}`;
}

/** The same where it stands first, or alone: `Today`, `Yesterday`, `Tue 17 Nov`. */
export function dayWords(value: Day, today: Day): string {
  const words = dayWithin(value, today);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `the 28th`: a day of a month that is named already. */
export function dateWords(value: Day): string {
  const { date } = partsOf(value);
  const ending = date > 10 && date < 20 ? 'th' : (['th', 'st', 'nd', 'rd'][date % 10] ?? 'th');
  return `the ${date}${ending}`;
}

/** `November`, and `November 2025` when it is not in the year of `today`. */
export function monthWords(value: Month, today: Day): string {
  const name = months[Number(value.slice(5, 7)) - 1] ?? value;
  return value.slice(0, 4) === today.slice(0, 4) ? name : `${name} ${value.slice(0, 4)}`;
}

/** `Nov`, and `Jan ’26` for the first month of a year or where `withYear` asks for it: the foot of a chart. */
export function monthTick(value: Month, withYear = value.endsWith('-01')): string {
  const name = months[Number(value.slice(5, 7)) - 1]?.slice(0, 3) ?? value;
  return withYear ? `${name} ’${value.slice(2, 4)}` : name;
}
