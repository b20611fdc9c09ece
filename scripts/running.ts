import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { commandOf, isAlive } from '#lib/db/processes.ts';
import { endGroup } from './supervise.ts';

/**
 * The record of a running start: who runs this home folder, where the app and the sandbox can be reached (null: not yet,
 * or not ours), and which processes it has, by the names of its parts.
 */
const schema = z.object({
  pid: z.number().int(),
  address: z.string().nullable(),
  sandbox: z.string().nullable(),
  parts: z.array(z.object({ name: z.string(), pid: z.number().int() })),
});
export type Running = z.output<typeof schema>;

/** How long one start waits for another to look at the record: ending what a killed one left takes a few seconds. */
const lockMs = 30_000;

const pathOf = (home: string) => join(home, 'running.json');

/**
 * Takes the home folder for this process, or says who has it. What a killed start left running is ended first; its
 * database is not, that is taken over later.
 */
export function takeHome(home: string): Promise<Running | null> {
  return alone(home, async () => {
    const other = await readRunning(home);
    if (other && isStart(other.pid)) return other;
    await Promise.all((other?.parts ?? []).filter(({ pid }) => isOurs(pid)).map(({ pid }) => endGroup(pid, 3_000)));
    await record(home, { address: null, sandbox: null, parts: [] });
    return null;
  });
}

/**
 * Runs `work` while no other process does, of those that ask for the same home folder. SQLite's lock on a file is the one
 * that every system gives back when its holder dies, however it dies.
 */
async function alone<T>(home: string, work: () => Promise<T>): Promise<T> {
  const lock = new DatabaseSync(join(home, 'running.lock'), { timeout: lockMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return await work();
  } finally {
    lock.close();
  }
}

/** Keeps the record current, so that whoever comes after a kill knows what to end. */
export async function record(home: string, running: Omit<Running, 'pid'>): Promise<void> {
  const half = `${pathOf(home)}.${process.pid}`;
  await writeFile(half, JSON.stringify({ pid: process.pid, ...running }), { mode: 0o600 });
  await rename(half, pathOf(home));
}

export async function releaseHome(home: string): Promise<void> {
  await rm(pathOf(home), { force: true });
}

/** Who runs a home folder now, or null. */
export async function whoRuns(home: string): Promise<Running | null> {
  const running = await readRunning(home);
  return running && isStart(running.pid) ? running : null;
}

async function readRunning(home: string): Promise<Running | null> {
  try {
    return schema.parse(JSON.parse(await readFile(pathOf(home), 'utf8')));
  } catch {
    return null;
  }
}

/** A process id alone says little: after a restart of the machine it may be anybody's. */
function isStart(pid: number): boolean {
  return pid !== process.pid && isAlive(pid) && /scripts\/(start|restore)\.ts/.test(commandOf(pid));
}

function isOurs(pid: number): boolean {
  return isAlive(pid) && /tether\.mjs|next-server/.test(commandOf(pid));
}
