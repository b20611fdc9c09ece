import { cache } from 'react';
import { now, wallNow } from '#lib/clock.ts';
import { dayOf } from '#lib/dates/day.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { requireViewer } from './viewer.ts';

/** Product time of this request: the clock is asked once, whoever asks here. */
const currentNow = cache(now);

/** The day and the zone in which this viewer reads, with the moment itself, by both clocks. */
export async function hereFor(viewer: Viewer): Promise<Here & { now: Date; wallNow: Date }> {
  const at = await currentNow();
  return { now: at, wallNow: wallNow(), today: dayOf(at, viewer.timeZone), zone: viewer.timeZone };
}

/** For pages: who reads, and where and when; or the way to the sign-in page. Session and clock are asked together. */
export const requireReader = cache(async () => {
  const [viewer] = await Promise.all([requireViewer(), currentNow()]);
  return { viewer, here: await hereFor(viewer) };
});
