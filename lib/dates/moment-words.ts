import { addDays, type Day, dayOf } from './day.ts';
import { shortDay } from './words.ts';

/** Where and when somebody reads: the household's day and zone. Words about moments depend on both. */
export type Here = { readonly today: Day; readonly zone: string };

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `09:12`, in the zone. */
function timeWords(moment: Date, zone: string): string {
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: zone });
    clocks.set(zone, clock);
  }
  return clock.format(moment);
}

/** `09:12` today, `yesterday 09:12`, `tomorrow 09:12`, else `18 Nov 09:12`: what follows "as of" or "from". */
export function momentWords(moment: Date, { today, zone }: Here): string {
  const on = dayOf(moment, zone);
  const time = timeWords(moment, zone);
  if (on === today) return time;
  if (on === addDays(today, -1)) return `yesterday ${time}`;
  if (on === addDays(today, 1)) return `tomorrow ${time}`;
  return `${shortDay(on, today)} ${time}`;
}

/** `from` to `to`: `08:40 to 09:12` within today, `yesterday 08:40 to today 08:40` else. */
export function spanWords(from: Date, to: Date, here: Here): string {
  const end = dayOf(to, here.zone);
  const isNamed = end === here.today && end !== dayOf(from, here.zone);
  return `${momentWords(from, here)} to ${isNamed ? 'today ' : ''}${momentWords(to, here)}`;
}

/** `at 09:12` today, `yesterday at 09:12`, `tomorrow at 09:12`, else `on 18 Nov at 09:12`: when something happened. */
export function atWords(moment: Date, here: Here): string {
  const on = momentDayWords(moment, here);
  const time = `at ${timeWords(moment, here.zone)}`;
  if (on === 'today') return time;
  return on === 'yesterday' || on === 'tomorrow' ? `${on} ${time}` : `on ${on} ${time}`;
}

/** The day of a moment: `today`, `yesterday`, `tomorrow`, else `18 Nov`. */
export function momentDayWords(moment: Date, { today, zone }: Here): string {
  const on = dayOf(moment, zone);
  if (on === today) return 'today';
  if (on === addDays(today, -1)) return 'yesterday';
  return on === addDays(today, 1) ? 'tomorrow' : shortDay(on, today);
}
