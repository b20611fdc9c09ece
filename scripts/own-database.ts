import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Embedded, startEmbedded, stopEmbedded } from '#lib/db/embedded.ts';
import { homeSecrets } from './secrets.ts';
import type { Plan } from './settings.ts';

/** Works with the database that the settings name: the embedded one is started for the while when it does not run. */
export async function withOwnDatabase<T>(plan: Plan, work: (url: string) => Promise<T>): Promise<T> {
  if (!plan.hasDatabase) return work(process.env.DATABASE_URL ?? '');
  const { databasePassword } = await homeSecrets(plan.home);
  return stopAfter(await startEmbedded(plan.home, { password: databasePassword }), work);
}

/** Works with an empty server of its own in a temporary folder, and removes it. */
export async function withServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'plumb-server-'));
  try {
    return await stopAfter(await startEmbedded(home, { password: 'temporary', settings: ['fsync=off'] }), work);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** A server that ran before us is somebody's: it is left running. */
async function stopAfter<T>(server: Embedded, work: (url: string) => Promise<T>): Promise<T> {
  try {
    return await work(server.url);
  } finally {
    if (!server.adopted) await stopEmbedded(server.dataFolder);
  }
}
