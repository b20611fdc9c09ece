import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '#sandbox/settings.ts';
import { wallMs } from './clock.ts';
import { type Courier, startCourier } from './deliveries.ts';
import { holdFolder } from './store.ts';
import { completeRefreshes, inTurn, settle } from './timeline.ts';
import { type Beginning, defaultPace, openWorld, resetWorld, type World } from './world.ts';

/** Pause between a commit and the look for deliveries, so that the answer of the request goes out first. */
const courtesyMs = 5;
/** How often a running clock is looked at. */
const tickMs = 1_000;

/** How long a start waits for a sandbox that is just ending to let go of the data folder. */
const folderWaitMs = 5_000;

export type Worlds = {
  /** The world of that name, made on first use. */
  get: (name: string) => World;
  all: () => World[];
  /** Begins a world again; deliveries under way are given up first. */
  reset: (name: string, beginning: Beginning, keep: { endpoints: boolean }) => Promise<World>;
  close: () => Promise<void>;
};

export const defaultWorld = 'plumb';
const namePattern = /^[A-Za-z0-9_]{1,64}$/;

export function isWorldName(name: string): boolean {
  return namePattern.test(name);
}

type Running = {
  world: World;
  courier: Courier;
  refreshTimer: NodeJS.Timeout | null;
  lookTimer: NodeJS.Timeout | null;
};

/** Opens the worlds that the data folder holds and keeps them going until `close`. */
export function openWorlds(settings: Settings): Worlds {
  const running = new Map<string, Running>();
  /** Worlds of the folder that are not opened yet. */
  const resting = new Set<string>();
  const folder = settings.dataFolder;
  const pace = { ...defaultPace, retryDelaysMs: settings.retryDelaysMs };

  function start(name: string): Running {
    resting.delete(name);
    const file = folder === null ? null : join(folder, `${name}.sqlite`);
    const world = openWorld(name, file, settings.seed, pace);
    const made: Running = { world, courier: startCourier(world), refreshTimer: null, lookTimer: null };
    running.set(name, made);
    world.stirred = () => stir(made);
    world.room = () => made.courier.room();
    stir(made);
    return made;
  }

  /** Wakes the resting worlds one by one, so that a folder with hundreds of them does not keep the first request waiting. */
  function wakeNext(): void {
    const [name] = resting;
    if (name === undefined) return;
    try {
      start(name);
    } catch (error) {
      process.stderr.write(`world ${name} cannot be opened: ${error instanceof Error ? error.message : error}\n`);
    }
    setImmediate(wakeNext);
  }

  let held: { release: () => void } | null = null;
  if (folder !== null) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    held = holdFolder(folder, folderWaitMs);
    for (const file of readdirSync(folder)) {
      const name = file.replace(/\.sqlite$/, '');
      if (file.endsWith('.sqlite') && isWorldName(name)) resting.add(name);
    }
    setImmediate(wakeNext);
  }
  const ticker = setInterval(() => {
    for (const { world } of running.values()) guarded(world, () => settle(world));
  }, tickMs);
  ticker.unref();

  return {
    get: (name) => (running.get(name) ?? start(name)).world,
    all: () => {
      for (const name of [...resting]) start(name);
      return [...running.values()].map(({ world }) => world);
    },
    reset: async (name, beginning, keep) => {
      const chosen = running.get(name) ?? start(name);
      // An advance that waits for a slow receiver goes on at once, and the reset need not wait for both.
      void chosen.courier.stop();
      return inTurn(chosen.world, async () => {
        await chosen.courier.stop();
        resetWorld(chosen.world, beginning, keep);
        chosen.courier = startCourier(chosen.world);
        return chosen.world;
      });
    },
    close: async () => {
      clearInterval(ticker);
      resting.clear();
      await Promise.all([...running.values()].map(stop));
      running.clear();
      held?.release();
    },
  };
}

/** Sees to what a commit has left to do: refreshes that will be due, and deliveries. */
function stir(running: Running): void {
  const { world } = running;
  if (world.closed) return;
  running.lookTimer ??= setTimeout(() => {
    running.lookTimer = null;
    running.courier.look();
  }, courtesyMs);
  const next = world.store.get<{ due: number | null }>(
    "select min(due_wall_ms) as due from refreshes where status = 'pending' and due_wall_ms is not null",
  );
  if (running.refreshTimer) clearTimeout(running.refreshTimer);
  running.refreshTimer = null;
  if (next?.due === null || next?.due === undefined) return;
  // A timer may be early by a fraction of a millisecond; then nothing is due yet and it has to be set again.
  const complete = () =>
    guarded(world, () => {
      if (completeRefreshes(world, 'due') === 0) stir(running);
    });
  running.refreshTimer = setTimeout(complete, Math.max(1, next.due - wallMs()));
}

/** A failure by the clock is said and does not end the other worlds. */
function guarded(world: World, work: () => unknown): void {
  try {
    work();
  } catch (error) {
    process.stderr.write(`world ${world.name}: ${error instanceof Error ? error.stack : String(error)}\n`);
  }
}

async function stop(running: Running): Promise<void> {
  const { world } = running;
  world.closed = true;
  world.stirred = () => {};
  if (running.refreshTimer) clearTimeout(running.refreshTimer);
  if (running.lookTimer) clearTimeout(running.lookTimer);
  await running.courier.stop();
  world.store.close();
}
