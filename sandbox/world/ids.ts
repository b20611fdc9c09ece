import { hash } from 'node:crypto';
import type { World } from './world.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Lengths after the prefix, as Stripe's ids have them. */
const lengths: Record<string, number> = { cus: 14, whsec: 32, secret: 40 };

/**
 * A new id such as `fca_1Qx…`: prefix and base62 of a hash of the world's seed and salt, the prefix and how many ids of
 * that prefix were made before. The same seed, salt and calls therefore give the same ids.
 */
export function newId(world: World, prefix: string): string {
  const count = (world.counters.get(prefix) ?? 0) + 1;
  world.counters.set(prefix, count);
  world.countersChanged.add(prefix);
  return `${prefix}_${letters(`${origin(world)}:${prefix}:${count}`, lengths[prefix] ?? 24)}`;
}

/** Requests are numbered in blocks that are written down ahead, so that a read does not have to write. */
const requestBlock = 1_000;

/** A new `req_` id; unlike other ids it is not taken back when the request fails, and never given twice. */
export function newRequestId(world: World): string {
  world.requestCount += 1;
  if (world.requestCount > world.requestsReserved) {
    world.requestsReserved = world.requestCount + requestBlock;
    world.store.run("insert or replace into meta values ('requests', ?)", String(world.requestsReserved));
  }
  return `req_${letters(`${origin(world)}:req:${world.requestCount}`, 14)}`;
}

/** What all ids of a world come from. A salt gives a world that begins again other ids, and leaves the lives as they are. */
function origin({ seed, ids }: World): string {
  return ids === '' ? String(seed) : `${seed}/${ids}`;
}

/** The next number of a named sequence of the world; it orders lists. */
export function nextNumber(world: World, sequence: string): number {
  const count = (world.counters.get(sequence) ?? 0) + 1;
  world.counters.set(sequence, count);
  world.countersChanged.add(sequence);
  return count;
}

/** The number of a named sequence that was given last; 0 before the first. */
export function lastNumber(world: World, sequence: string): number {
  return world.counters.get(sequence) ?? 0;
}

/** Letters that stand for a thing (a bank account, say): the same in every world and at every time. */
export function fingerprintOf(of: string): string {
  return letters(of, 16);
}

function letters(of: string, length: number): string {
  const bytes = hash('sha512', of, 'buffer');
  let text = '';
  for (let index = 0; index < length; index += 1) text += alphabet[(bytes[index] as number) % 62];
  return text;
}

export function loadCounters(world: World): void {
  world.counters.clear();
  for (const row of world.store.all<{ prefix: string; value: number }>('select prefix, value from counters')) {
    world.counters.set(row.prefix, row.value);
  }
  world.countersChanged.clear();
}

/** Writes the sequences that moved; belongs to the transaction that used them. */
export function saveCounters(world: World): void {
  for (const prefix of world.countersChanged) {
    world.store.run('insert or replace into counters values (?, ?)', prefix, world.counters.get(prefix) ?? 0);
  }
  world.countersChanged.clear();
}
