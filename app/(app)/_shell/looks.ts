/** For how long a page looks as often as it may, and how far apart its looks are from then on; in milliseconds. */
const oftenForMs = 120_000;
const seldomMs = 15_000;

/** How long to wait for the next look: what takes longer than usual is looked for less often, and never given up. */
export function pauseBeforeLook(waitedMs: number, everyMs: number): number {
  return waitedMs < oftenForMs ? everyMs : Math.max(everyMs, seldomMs);
}
