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
