import type { World } from './world.ts';

/**
 * The world's clock. `running` follows the wall clock with an offset; `still` stands at an instant until it is advanced.
 * While the timeline is worked through, `momentMs` is the moment of the thing that is happening.
 */
export type Clock = { mode: 'running' | 'still'; offsetMs: number; stillMs: number; momentMs: number | null };

export const daySeconds = 86_400;

/** Wall time, milliseconds: for signatures, retries and how long a refresh takes. */
export function wallMs(): number {
  return Date.now();
}

/** The world's time, milliseconds. */
export function nowMs(world: World): number {
  const { clock } = world;
  if (clock.momentMs !== null) return clock.momentMs;
  return clock.mode === 'still' ? clock.stillMs : wallMs() + clock.offsetMs;
}

/** The world's time, unix seconds. */
export function now(world: World): number {
  return Math.floor(nowMs(world) / 1000);
}

/** Puts the world's clock to an instant without anything happening on the way. */
export function setClock(world: World, mode: Clock['mode'], instantMs: number): void {
  world.clock = {
    mode,
    offsetMs: mode === 'running' ? instantMs - wallMs() : 0,
    stillMs: mode === 'still' ? instantMs : 0,
    momentMs: null,
  };
  saveClock(world);
}

/** The UTC day of a moment, `YYYY-MM-DD`. */
export function utcDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function saveClock(world: World): void {
  const { mode, offsetMs, stillMs } = world.clock;
  world.store.run("insert or replace into meta values ('clock', ?)", JSON.stringify({ mode, offsetMs, stillMs }));
}

export function loadClock(world: World): void {
  const row = world.store.get<{ value: string }>("select value from meta where key = 'clock'");
  if (row) world.clock = { ...(JSON.parse(row.value) as Omit<Clock, 'momentMs'>), momentMs: null };
}
