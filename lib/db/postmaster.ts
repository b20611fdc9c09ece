import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { commandOf, isAlive } from './processes.ts';

/** What a data folder's `postmaster.pid` says, and whether it is still true. */
export type Postmaster = {
  pid: number;
  port: number;
  /** its process lives and is a PostgreSQL on this very folder */
  isOurs: boolean;
  /** ours, and it accepts connections */
  isServing: boolean;
};

/**
 * Reads `postmaster.pid` (lines: process id, data folder, start, port, socket folder, address, memory key, status).
 * Returns null when there is none, or it is half-written.
 */
export async function readPostmaster(dataFolder: string): Promise<Postmaster | null> {
  const text = await readFile(join(dataFolder, 'postmaster.pid'), 'utf8').catch(() => null);
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  const isOurs = isAlive(pid) && commandOf(pid).includes(resolve(dataFolder));
  return { pid, port: Number(lines[3]), isOurs, isServing: isOurs && lines[7]?.trim() === 'ready' };
}
