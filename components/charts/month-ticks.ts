import type { Day } from '#lib/dates/day.ts';
import { type Month, monthOf } from '#lib/dates/month.ts';
import { monthTick, shortDay } from '#lib/dates/words.ts';
import { extent, xOf } from './scale.ts';

/** Words at the foot of a chart over days, with their place as a share of the width: at most `most` of them. */
export function footOf(days: readonly Day[], most = 6): { label: string; share: number }[] {
  const place = (index: number) => xOf(index, days.length) / extent;
  const firsts: { month: Month; index: number }[] = [];
  days.forEach((day, index) => {
    const month = monthOf(day);
    if (index > 0 && firsts.at(-1)?.month !== month && monthOf(days[index - 1] ?? day) !== month)
      firsts.push({ month, index });
  });
  const last = days.at(-1);
  if (firsts.length < 2 && last) {
    const step = Math.max(1, Math.ceil(days.length / 4));
    return days.flatMap((day, index) =>
      index % step === 0 ? [{ label: shortDay(day, last), share: place(index) }] : [],
    );
  }
  const years = firsts.filter(({ month }, i) => i > 0 && month.slice(0, 4) !== firsts[i - 1]?.month.slice(0, 4));
  if (years.length > 2) {
    const step = Math.ceil(years.length / most);
    return years
      .filter((_, i) => (years.length - 1 - i) % step === 0)
      .map(({ month, index }) => ({ label: month.slice(0, 4), share: place(index) }));
  }
  const step = Math.ceil(firsts.length / most);
  const named = firsts.filter(({ index }, i) => (firsts.length - 1 - i) % step === 0 && place(index) < 0.97);
  // Where a name comes back, it needs its year from the beginning.
  const isLong = new Set(named.map(({ month }) => month.slice(5))).size < named.length;
  return named.map(({ month, index }, i) => {
    const isNewYear = month.slice(0, 4) !== named[i - 1]?.month.slice(0, 4);
    return { label: monthTick(month, i === 0 && !isLong ? undefined : isNewYear), share: place(index) };
  });
}
