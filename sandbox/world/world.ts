import { type Clock, loadClock, setClock, wallMs } from './clock.ts';
import type { ArmedFault } from './faults.ts';
import { loadCounters, saveCounters } from './ids.ts';
import { Store } from './store.ts';
import type { Tally } from './tallies.ts';

/** How fast Stripe's side of a world answers; kept with the world, changed through the control routes. */
export type Pace = {
  /** Wall milliseconds that a refresh stays pending. */
  refreshMs: number;
  /** Seconds until the next refresh of a feature may start. */
  slotSeconds: { balance: number; ownership: number; transactions: number };
  /** World seconds after linking at which the test accounts that turn inactive "shortly" do so. */
  shortlySeconds: number;
  /** Pauses before each repeated webhook delivery, wall milliseconds. */
  retryDelaysMs: number[];
  /** Wall milliseconds after which an unanswered webhook delivery counts as failed. */
  deliveryTimeoutMs: number;
  /** How many requests each key may make; null = as many as it likes. */
  rateLimit: RateLimit | null;
  /** First deliveries that an endpoint may be behind before an advance of the clock waits for it. */
  backlog: number;
};

/** Requests per second of one key: together, reads, writes, of each endpoint, and searches. What is left out is free. */
export type RateLimit = {
  total?: number | undefined;
  reads?: number | undefined;
  writes?: number | undefined;
  endpoint?: number | undefined;
  search?: number | undefined;
  /** Value of `Stripe-Should-Retry` on a refusal; left out unless given. */
  shouldRetry?: boolean | undefined;
};

/** The limits of a sandbox at Stripe. */
export const stripeRateLimit: RateLimit = { total: 25, endpoint: 25, search: 20 };

export const defaultPace: Pace = {
  refreshMs: 400,
  slotSeconds: { balance: 1, ownership: 1, transactions: 86_400 },
  shortlySeconds: 60,
  retryDelaysMs: [200, 1_000, 5_000, 30_000, 60_000, 300_000, 900_000, 3_600_000],
  deliveryTimeoutMs: 10_000,
  rateLimit: null,
  backlog: 200,
};

/** One request as the request log keeps it (in memory, the last few hundred). */
export type LoggedRequest = {
  id: string;
  at: number;
  method: string;
  path: string;
  params: unknown;
  idempotencyKey: string | null;
  status: number;
  tookMs: number;
  fault: string | null;
  answer: string;
};

/**
 * One world: everything behind one secret key. Its facts are in the store; what stands here besides is a cache of it, or
 * observation that may be lost (the request log).
 */
export type World = {
  readonly name: string;
  readonly store: Store;
  seed: number;
  /** Salt of the ids, empty where none was given; lives do not depend on it. */
  ids: string;
  /** When the world began, unix seconds of its own clock. */
  born: number;
  clock: Clock;
  pace: Pace;
  /** The pace that it begins with, and begins again with. */
  readonly ordinaryPace: Pace;
  /** How often it has begun again in this process: a request that lasts longer than its world is not carried out in the next one. */
  generation: number;
  counters: Map<string, number>;
  countersChanged: Set<string>;
  /** Requests so far, and how many of them the store knows of. */
  requestCount: number;
  requestsReserved: number;
  /** No due thing is earlier than this, unix seconds. */
  nextDue: number;
  /** The API request that is being worked on, for the events it causes. */
  request: { id: string; idempotencyKey: string | null } | null;
  requests: LoggedRequest[];
  /** The armed faults; null = to be read from the store. */
  faults: ArmedFault[] | null;
  /** How many rows each account was told, as far as somebody has asked; see `tallies.ts`. */
  tallies: Map<string, Tally>;
  /** Whether the change that is under way has told a row, so that taking it back takes back tallies. */
  hasToldRows: boolean;
  /** Grows with everything that happens; who watches is told, so that nobody has to ask again and again. */
  revision: number;
  watchers: Set<() => void>;
  /** The way that an advance is on, milliseconds of the world's clock. */
  advancing: { fromMs: number; toMs: number } | null;
  /** Idempotency keys of requests that are on their way. */
  busyKeys: Set<string>;
  /** Called after a commit that may have left deliveries or refreshes to do. */
  stirred: () => void;
  /** Waits until the receivers have caught up far enough for time to go on. */
  room: () => Promise<void>;
  closed: boolean;
};

/** Opens a world, or makes it (running, at wall time) when the store is new. */
export function openWorld(name: string, file: string | null, seed: number, pace: Pace = defaultPace): World {
  const world: World = {
    name,
    store: new Store(file),
    seed,
    ids: '',
    born: 0,
    clock: { mode: 'running', offsetMs: 0, stillMs: 0, momentMs: null },
    pace,
    ordinaryPace: pace,
    generation: 0,
    counters: new Map(),
    countersChanged: new Set(),
    requestCount: 0,
    requestsReserved: 0,
    nextDue: 0,
    request: null,
    requests: [],
    faults: null,
    tallies: new Map(),
    hasToldRows: false,
    revision: 0,
    watchers: new Set(),
    advancing: null,
    busyKeys: new Set(),
    stirred: () => {},
    room: async () => {},
    closed: false,
  };
  const born = meta(world, 'born');
  if (born === null) {
    world.store.transaction(() => begin(world, { seed, ids: '', mode: 'running', startMs: wallMs() }));
    return world;
  }
  world.born = Number(born);
  world.seed = Number(meta(world, 'seed'));
  world.ids = meta(world, 'ids') ?? '';
  world.pace = { ...pace, ...(JSON.parse(meta(world, 'pace') ?? '{}') as Partial<Pace>) };
  world.requestCount = Number(meta(world, 'requests') ?? 0);
  world.requestsReserved = world.requestCount;
  loadClock(world);
  loadCounters(world);
  return world;
}

/** Sequences behind endpoints that outlive a reset: their ids must not be given twice. */
const endpointSequences = ['we', 'whsec', 'endpoint'];

export type Beginning = { seed: number; ids: string; mode: Clock['mode']; startMs: number };

/** Forgets everything but the webhook endpoints (and these too, when told so) and begins again, at the ordinary pace. */
export function resetWorld(world: World, beginning: Beginning, keep: { endpoints: boolean }): void {
  commit(world, () => {
    const sequences = keep.endpoints
      ? endpointSequences.map((name) => [name, world.counters.get(name) ?? 0] as const)
      : [];
    world.store.clear(keep.endpoints ? ['endpoints'] : []);
    for (const [name, value] of sequences) world.store.run('insert into counters values (?, ?)', name, value);
    world.requests.length = 0;
    world.busyKeys.clear();
    world.generation += 1;
    begin(world, beginning);
  });
}

/** Changes how fast Stripe's side answers. */
export function setPace(world: World, change: Partial<Pace>): void {
  const stored = JSON.parse(meta(world, 'pace') ?? '{}') as Partial<Pace>;
  setMeta(world, 'pace', JSON.stringify({ ...stored, ...change }));
  world.pace = { ...world.pace, ...change };
}

/**
 * Runs a change of the world: all of it or nothing, ids included. Afterwards the world is told that there may be
 * deliveries or refreshes to do.
 */
export function commit<Result>(world: World, change: () => Result): Result {
  if (world.store.inTransaction) return change();
  world.hasToldRows = false;
  try {
    const result = world.store.transaction(() => {
      const made = change();
      saveCounters(world);
      return made;
    });
    world.stirred();
    touch(world);
    return result;
  } catch (error) {
    loadCounters(world);
    world.nextDue = 0;
    world.faults = null;
    if (world.hasToldRows) world.tallies.clear();
    throw error;
  }
}

/** Tells who watches the world that something has happened. */
export function touch(world: World): void {
  world.revision += 1;
  for (const noticed of world.watchers) noticed();
}

function begin(world: World, beginning: Beginning): void {
  world.seed = beginning.seed;
  world.ids = beginning.ids;
  world.pace = world.ordinaryPace;
  world.born = Math.floor(beginning.startMs / 1000);
  world.nextDue = 0;
  world.faults = null;
  world.tallies.clear();
  world.requestCount = 0;
  world.requestsReserved = 0;
  loadCounters(world);
  setMeta(world, 'seed', String(world.seed));
  setMeta(world, 'ids', world.ids);
  setMeta(world, 'born', String(world.born));
  setClock(world, beginning.mode, beginning.startMs);
}

function meta(world: World, key: string): string | null {
  return world.store.get<{ value: string }>('select value from meta where key = ?', key)?.value ?? null;
}

function setMeta(world: World, key: string, value: string): void {
  world.store.run('insert or replace into meta values (?, ?)', key, value);
}
