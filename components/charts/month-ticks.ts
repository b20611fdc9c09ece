import type { Day } from '#lib/dates/day.ts';
import { type Month, monthOf } from '#lib/dates/month.ts';
import { monthTick, shortDay } from '#lib/dates/words.ts';
import { extent, xOf } from './scale.ts';

/** Words at the foot of a chart, with their place as a share of the width. */
export type Foot = readonly { label: string; share: number }[];

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

/** From this share of the width on, a word ends with the drawing instead of standing around its place. */
export const endsAt = 0.92;

/** The drawing on a screen of 320 px, how wide a letter at its foot is at most, and what keeps words apart, in pixels. */
const narrow = { width: 208, letter: 7, gap: 12 };

/** The words for which a narrow chart has no room: of every two, three … one stays, with years rather than without. */
export function crowdedOf(foot: Foot): ReadonlySet<Foot[number]> {
  const spans = foot.map(({ label, share }, i) => {
    const [at, long] = [share * narrow.width, label.length * narrow.letter];
    const from = share > endsAt ? narrow.width - long : i === 0 ? at : at - long / 2;
    return { from, to: from + long + narrow.gap };
  });
  const years = (kept: readonly number[]) => kept.filter((i) => foot[i]?.label.includes('’')).length;
  const isApart = (kept: readonly number[]) =>
    kept.every((at, i) => i === 0 || (spans[kept[i - 1] ?? at]?.to ?? 0) <= (spans[at]?.from ?? 0));
  const all = foot.map((_, i) => i).reverse();
  for (let step = 1; step < foot.length; step++) {
    const [kept] = all
      .slice(0, step)
      .map((last) => all.filter((i) => i <= last && (last - i) % step === 0).reverse())
      .filter(isApart)
      .sort((a, b) => years(b) - years(a));
    if (kept) return new Set(foot.filter((_, i) => !kept.includes(i)));
  }
  return new Set(foot.slice(0, -1));
}
