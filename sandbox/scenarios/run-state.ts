import type { AccountRow } from '#sandbox/world/accounts.ts';
import type { World } from '#sandbox/world/world.ts';

/** What is remembered of the scenario that a world plays: what its expectations count from. */
export type RunState = {
  scenario: string;
  /** played: the sandbox plays the people and their app as well; real: they do it themselves */
  people: 'played' | 'real';
  /** events and deliveries up to these were there before */
  lastEvent: number;
  lastDelivery: number;
  /** the account id that each bank account had first, by key */
  firstIds: Record<string, string>;
};

export function readRun(world: World, scenario: string): RunState | null {
  const row = world.store.get<{ value: string }>("select value from meta where key = 'scenario'");
  const run = row ? (JSON.parse(row.value) as RunState) : null;
  return run?.scenario === scenario ? run : null;
}

export function writeRun(world: World, run: RunState): void {
  world.store.run("insert or replace into meta values ('scenario', ?)", JSON.stringify(run));
}

export function newRun(world: World, scenario: string, people: RunState['people']): RunState {
  const last = (table: string, column: string) =>
    world.store.get<{ last: number | null }>(`select max(${column}) as last from ${table}`)?.last ?? 0;
  return { scenario, people, lastEvent: last('events', 'seq'), lastDelivery: last('deliveries', 'id'), firstIds: {} };
}

/** The account on Stripe's side of a bank account: the one linked last that is not disconnected, else the last one. */
export function linkedAccount(world: World, key: string): AccountRow | null {
  const rows = world.store.all<AccountRow>('select * from accounts where bank_account = ? order by seq desc', key);
  return rows.find((row) => row.status !== 'disconnected') ?? rows[0] ?? null;
}

/** Remembers which ids the accounts of a scenario have when they are first seen. */
export function noteFirstIds(world: World, run: RunState, keys: readonly string[]): void {
  const firstIds = { ...run.firstIds };
  for (const key of keys) {
    const row = linkedAccount(world, key);
    if (row && firstIds[key] === undefined) firstIds[key] = row.id;
  }
  run.firstIds = firstIds;
  writeRun(world, run);
}
