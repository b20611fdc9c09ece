import { accountRow, findAccount, isSubscribed } from './accounts.ts';
import { daySeconds, now, nowMs, setClock, wallMs } from './clock.ts';
import { completeRefresh } from './complete-refresh.ts';
import { addDue, type DueRow, earliestDue } from './due.ts';
import { deactivate, expireNumbers, warn } from './lifecycle.ts';
import { pendingRefreshes, type RefreshRow, startRefresh } from './refresh.ts';
import { commit, touch, type World } from './world.ts';

/** What happened while the clock moved. */
export type Happened = {
  days: number;
  refreshes: number;
  /** Transactions that are new or changed since. */
  rows: number;
  deactivations: number;
  warnings: number;
  /** Accounts whose numbers have stopped working. */
  expiries: number;
  events: number;
};
type Deed = 'refreshes' | 'deactivations' | 'warnings' | 'expiries';

/** Does what is due until now; cheap when nothing is. */
export function settle(world: World): void {
  if (world.nextDue > now(world) || world.clock.momentMs !== null) return;
  commit(world, () => workUntil(world, now(world)));
}

/** Completes the pending refreshes whose wall time has come; `all` = every pending one, hung ones too. */
export function completeRefreshes(world: World, which: 'due' | 'all', account?: string): number {
  const wall = wallMs();
  const ready = pendingRefreshes(world, account).filter(
    (refresh) => which === 'all' || (refresh.due_wall_ms !== null && refresh.due_wall_ms <= wall),
  );
  if (ready.length === 0) return 0;
  commit(world, () => {
    for (const refresh of ready) if (isPending(world, refresh)) completeRefresh(world, refresh);
  });
  return ready.length;
}

const turns = new WeakMap<World, Promise<unknown>>();

/** Does work on the time of a world when the work before is done: advances and resets follow one another. */
export function inTurn<Result>(world: World, work: () => Promise<Result>): Promise<Result> {
  const turn = (turns.get(world) ?? Promise.resolve()).catch(() => {}).then(work);
  turns.set(world, turn);
  return turn;
}

/**
 * Moves the clock to `targetMs` (never back). What is due on the way happens in order, day by day, each day committed by
 * itself, so that requests and deliveries go on in between; the next day begins when the receivers of webhooks are not far
 * behind, so that a slow one slows the clock and nothing piles up. The daily run of a subscription that falls into the last day
 * happens where the clock lands: "about daily" leaves the hour open, and what is read there agrees with a balance read next.
 */
export function advance(world: World, targetMs: (fromMs: number) => number): Promise<Happened> {
  return inTurn(world, async () => {
    try {
      return await walk(world, targetMs);
    } finally {
      world.advancing = null;
      touch(world);
    }
  });
}

async function walk(world: World, targetMs: (fromMs: number) => number): Promise<Happened> {
  const fromMs = nowMs(world);
  const toMs = Math.max(fromMs, targetMs(fromMs));
  world.advancing = { fromMs, toMs };
  const before = countEvents(world);
  const happened: Happened = {
    days: Math.round((toMs - fromMs) / 86_400_000),
    refreshes: 0,
    rows: 0,
    deactivations: 0,
    warnings: 0,
    expiries: 0,
    events: 0,
  };
  const lastRefresh = newestRefresh(world);
  for (const refresh of pendingRefreshes(world).filter((pending) => pending.due_wall_ms !== null)) {
    commit(world, () => {
      if (!isPending(world, refresh)) return;
      completeRefresh(world, refresh);
      happened.refreshes += 1;
    });
  }
  for (let stepMs = fromMs; stepMs < toMs; ) {
    await world.room();
    if (world.closed) break;
    stepMs = Math.min(toMs, stepMs + daySeconds * 1000);
    commit(world, () => {
      const deeds = workUntil(world, Math.floor(stepMs / 1000), Math.floor(toMs / 1000));
      for (const deed of deeds) happened[deed] += 1;
      // A running clock may have overtaken the step while a slow receiver was waited for.
      setClock(world, world.clock.mode, Math.max(stepMs, nowMs(world)));
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (world.closed) return happened;
  happened.events = countEvents(world) - before;
  happened.rows = countRowsAfter(world, lastRefresh);
  return happened;
}

/** Works off the due things until a moment, each at its own moment of the clock, and tells what came of them. */
function workUntil(world: World, until: number, landing = Number.POSITIVE_INFINITY): Deed[] {
  const deeds: Deed[] = [];
  const before = world.clock.momentMs;
  try {
    for (let due = earliestDue(world, until); due; due = earliestDue(world, until)) {
      if (mayWait(world, due, landing)) {
        world.store.run('update due set at = ? where id = ?', landing, due.id);
        continue;
      }
      world.store.run('delete from due where id = ?', due.id);
      world.clock.momentMs = due.at * 1000;
      if (findAccount(world, due.subject) && happen(world, due)) deeds.push(deedOf[due.kind]);
    }
  } finally {
    world.clock.momentMs = before;
  }
  return deeds;
}

const deedOf = {
  subscription: 'refreshes',
  deactivate: 'deactivations',
  warn: 'warnings',
  'expire-numbers': 'expiries',
} as const satisfies Record<DueRow['kind'], Deed>;

/** Whether a daily run may wait for the end of the advance: nothing else befalls its account before. */
function mayWait(world: World, due: DueRow, landing: number): boolean {
  if (due.kind !== 'subscription' || due.at >= landing || due.at <= landing - daySeconds) return false;
  const others = 'select 1 from due where subject = ? and kind <> ? and at <= ?';
  return world.store.get(others, due.subject, due.kind, landing) === undefined;
}

/** Lets a due thing happen; false when it came to nothing. */
function happen(world: World, due: DueRow): boolean {
  if (due.kind === 'deactivate') return deactivate(world, due.subject);
  if (due.kind === 'warn') return warn(world, due.subject);
  if (due.kind === 'expire-numbers') return expireNumbers(world, due.subject);
  return refreshDaily(world, due);
}

/** The daily run of a subscription; it skips an account that is not active, or whose refresh still hangs. False without an end. */
function refreshDaily(world: World, due: DueRow): boolean {
  const row = accountRow(world, due.subject);
  if (!isSubscribed(row)) return false;
  addDue(world, due.at + daySeconds, 'subscription', row.id);
  const pending = pendingRefreshes(world, row.id).some((refresh) => refresh.feature === 'transactions');
  if (row.status !== 'active' || pending) return false;
  const refresh = startRefresh(world, row.id, 'transactions');
  if (refresh.due_wall_ms === null) return false;
  completeRefresh(world, refresh);
  return true;
}

function isPending(world: World, refresh: RefreshRow): boolean {
  return pendingRefreshes(world, refresh.account).some(({ seq }) => seq === refresh.seq);
}

/** By their number, which is never given twice, so that a long history costs nothing. */
function countEvents(world: World): number {
  return world.store.get<{ last: number | null }>('select max(seq) as last from events')?.last ?? 0;
}

function newestRefresh(world: World): number {
  return world.store.get<{ seq: number | null }>('select max(seq) as seq from refreshes')?.seq ?? 0;
}

function countRowsAfter(world: World, refresh: number): number {
  const row = world.store.get<{ count: number }>(
    `select coalesce(sum((select count(*) from transactions where account = accounts.id and refresh > ?)), 0) as count
     from accounts`,
    refresh,
  );
  return row?.count ?? 0;
}
