import { type Day, daysBetween } from '#lib/dates/day.ts';

/** The height of a drawing, shared by its frame and by the cursor that lies over it. */
export function plotHeight(tall: boolean): string {
  return tall ? 'h-56 md:h-64' : 'h-44 md:h-52';
}

/**
 * Where a chosen day stands among the days that are drawn, as an index: itself, else the one before it, else the first. Nobody
 * has chosen (null): the newest. The days of a drawing change when the page is renewed, and the day that is looked at does not.
 */
export function placeOf(days: readonly Day[], chosen: Day | null): number {
  if (chosen === null) return days.length - 1;
  return Math.max(
    0,
    days.findLastIndex((day) => day <= chosen),
  );
}

/** How far apart the days are that are drawn, where that is not each day: a long history is thinned evenly. */
export function stepWords(days: readonly Day[]): string | null {
  const step = days.reduce((most, day, i) => Math.max(most, daysBetween(days[i - 1] ?? day, day)), 0);
  if (step < 2) return null;
  return step === 2 ? 'Every second day is shown.' : `One day in ${step} is shown.`;
}
