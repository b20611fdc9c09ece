import type { Day } from '../dates/day.ts';

/** What the posted rows of a day moved, in minor units. */
export type DayNet = { readonly day: Day; readonly netMinor: bigint };

/** The balance at the end of a day, as a balance that the bank stated on that day gives it. */
export type StatedEnd = { readonly day: Day; readonly endMinor: bigint };

/**
 * The balance at the end of each day. A day on which the bank stated a balance ends with it (and the rows after it); the
 * days that follow count on from there, up to the next stated one; the days before the first one count back from it. With
 * no stated balance nothing is known.
 *
 * Where the rows between two stated balances do not make up their difference, the older balance rules up to the newer
 * one's day, and that day shows a jump that its rows do not explain (`driftMinor`): a difference is put where the bank
 * spoke again, and never spread over the days between.
 *
 * @param days oldest first, the days of `stated` among them; days without rows may be left out
 * @param stated oldest first, at most one a day
 * @param before the end of the last day before `days`; null when it is not known, so that the first days count back
 */
export function runningEnds(
  days: readonly DayNet[],
  stated: readonly StatedEnd[],
  before: bigint | null,
): { readonly day: Day; readonly endMinor: bigint | null }[] {
  const statedOn = new Map(stated.map(({ day, endMinor }) => [day, endMinor]));
  let end = before ?? openingOf(days, stated);
  return days.map(({ day, netMinor }) => {
    const forward = end === null ? null : end + netMinor;
    end = statedOn.get(day) ?? forward;
    return { day, endMinor: end };
  });
}

/** The balance before the first day, counted back from the first stated one. */
function openingOf(days: readonly DayNet[], stated: readonly StatedEnd[]): bigint | null {
  const [first] = stated;
  if (!first) return null;
  return days.reduce((opening, { day, netMinor }) => (day <= first.day ? opening - netMinor : opening), first.endMinor);
}

/** What a day's end has that neither the end before nor the day's rows explain; zero where the books are right. */
export function driftMinor(previousEnd: bigint, netMinor: bigint, endMinor: bigint): bigint {
  return endMinor - previousEnd - netMinor;
}
