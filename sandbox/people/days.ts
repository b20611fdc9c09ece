/**
 * Civil days and the bank's working week. A day is a whole number: days since 1970-01-01. Everything here is arithmetic
 * on the calendar of New York; no clock is read.
 */

const secondsPerDay = 86_400;

/** The number of a `YYYY-MM-DD` day. Throws when the text is no such day. */
export function dayNumber(text: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const number = match ? dayOf(Number(match[1]), Number(match[2]), Number(match[3])) : Number.NaN;
  if (Number.isNaN(number) || dayText(number) !== text) throw new Error(`"${text}" is not a day (YYYY-MM-DD).`);
  return number;
}

/** The day of a year, month (1-12, or beyond to reach other years) and date. */
export function dayOf(year: number, month: number, date: number): number {
  return Date.UTC(year, month - 1, date) / (secondsPerDay * 1000);
}

export function dayText(day: number): string {
  return new Date(day * secondsPerDay * 1000).toISOString().slice(0, 10);
}

/** Year, month (1-12) and date of a day. */
export function partsOf(day: number): { year: number; month: number; date: number } {
  const at = new Date(day * secondsPerDay * 1000);
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() };
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

export function daysInMonth(year: number, month: number): number {
  return dayOf(year, month + 1, 1) - dayOf(year, month, 1);
}

/** The `nth` (1-5) given weekday of a month; -1 is the last one. */
export function nthWeekday(year: number, month: number, weekday: number, nth: number): number {
  if (nth === -1) {
    const last = dayOf(year, month + 1, 0);
    return last - ((weekdayOf(last) - weekday + 7) % 7);
  }
  const first = dayOf(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7;
}

const holidaysByYear = new Map<number, ReadonlySet<number>>();

/**
 * Days on which the Federal Reserve's payment systems rest. A holiday on a Sunday is kept on Monday; one on a Saturday is
 * not moved: the banks work on the Friday before.
 */
export function bankHolidays(year: number): ReadonlySet<number> {
  const known = holidaysByYear.get(year);
  if (known) return known;
  const fixed = [dayOf(year, 1, 1), dayOf(year, 6, 19), dayOf(year, 7, 4), dayOf(year, 11, 11), dayOf(year, 12, 25)];
  const holidays = new Set([
    ...fixed.map((day) => (weekdayOf(day) === 0 ? day + 1 : day)),
    nthWeekday(year, 1, 1, 3),
    nthWeekday(year, 2, 1, 3),
    nthWeekday(year, 5, 1, -1),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 10, 1, 2),
    nthWeekday(year, 11, 4, 4),
  ]);
  holidaysByYear.set(year, holidays);
  return holidays;
}

export function isBusinessDay(day: number): boolean {
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6 && !bankHolidays(partsOf(day).year).has(day);
}

/** The day itself when banks work on it, else the first working day after it. */
export function businessDayFrom(day: number): number {
  let candidate = day;
  while (!isBusinessDay(candidate)) candidate += 1;
  return candidate;
}

/** The day itself when banks work on it, else the last working day before it: how payrolls move. */
export function businessDayUpTo(day: number): number {
  let candidate = day;
  while (!isBusinessDay(candidate)) candidate -= 1;
  return candidate;
}

/** The `count`-th working day after a day; `count` >= 1. */
export function businessDaysAfter(day: number, count: number): number {
  let candidate = day;
  for (let left = count; left > 0; left -= 1) candidate = businessDayFrom(candidate + 1);
  return candidate;
}

/** Seconds that New York is behind UTC at noon of a day: summer time from the second Sunday of March to the first of November. */
function secondsBehindUtc(day: number): number {
  const { year } = partsOf(day);
  const summer = day >= nthWeekday(year, 3, 0, 2) && day < nthWeekday(year, 11, 0, 1);
  return (summer ? 4 : 5) * 3600;
}

/** Unix seconds of a New York wall time, given as seconds since midnight (at 02:00 or later on the days clocks change). */
export function momentOf(day: number, secondOfDay: number): number {
  return day * secondsPerDay + secondOfDay + secondsBehindUtc(day);
}

/** Unix seconds of 00:00:00 UTC of a day: how a bank tells a date. */
export function dateStamp(day: number): number {
  return day * secondsPerDay;
}

/** Which way a payment moves when its day is no working day. */
export type Shift = 'earlier' | 'later' | 'none';

/** The day on which something meant for `day` really happens. */
export function shifted(day: number, shift: Shift): number {
  if (shift === 'none') return day;
  return shift === 'earlier' ? businessDayUpTo(day) : businessDayFrom(day);
}

/** The date `date` of a month, or the month's last day when it is shorter; 31 = always the last day. */
export function monthlyDay(year: number, month: number, date: number): number {
  const first = dayOf(year, month, 1);
  const { year: trueYear, month: trueMonth } = partsOf(first);
  return first + Math.min(date, daysInMonth(trueYear, trueMonth)) - 1;
}

/** Whether something meant for `date` of every month happens on `day` after shifting. */
export function fallsMonthly(day: number, date: number, shift: Shift): boolean {
  const { year, month } = partsOf(day);
  return [month - 1, month, month + 1].some((m) => shifted(monthlyDay(year, m, date), shift) === day);
}

/** Whether something meant for `month`-`date` of every year happens on `day` after shifting. */
export function fallsYearly(day: number, month: number, date: number, shift: Shift): boolean {
  const { year } = partsOf(day);
  return [year - 1, year, year + 1].some((y) => shifted(monthlyDay(y, month, date), shift) === day);
}

/** Whether something meant for every `every`-th day, counted from `anchor`, happens on `day` after shifting. */
export function fallsEvery(day: number, every: number, anchor: number, shift: Shift): boolean {
  for (let nominal = day - 5; nominal <= day + 5; nominal += 1) {
    if ((((nominal - anchor) % every) + every) % every === 0 && shifted(nominal, shift) === day) return true;
  }
  return false;
}
