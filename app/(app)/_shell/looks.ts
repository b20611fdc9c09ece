/** For how long a page looks as often as it may, and how far apart its looks are from then on; in milliseconds. */
const oftenForMs = 120_000;
const seldomMs = 15_000;

/** How long to wait for the next look: what takes longer than usual is looked for less often, and never given up. */
export function pauseBeforeLook(waitedMs: number, everyMs: number): number {
  return waitedMs < oftenForMs ? everyMs : Math.max(everyMs, seldomMs);
}

/** A page that was in sight all along is not renewed more often than this by coming back to its window; in milliseconds. */
const betweenRenewalsMs = 10_000;

/** Whether a page that somebody turns to again is renewed: always when it was out of sight, else when that is a while ago. */
export function mayRenew(wasHidden: boolean, sinceRenewedMs: number): boolean {
  return wasHidden || sinceRenewedMs >= betweenRenewalsMs;
}

/** For so long nobody has touched a page before it is renewed under somebody's eyes; in milliseconds. */
const untouchedMs = 2_500;

/** Whether a page that is in sight is renewed by itself: every `everyMs`, and not under somebody's hand. */
export function mayRenewInSight(everyMs: number, sinceRenewedMs: number, sinceTouchedMs: number): boolean {
  return sinceRenewedMs >= everyMs && sinceTouchedMs >= untouchedMs;
}
