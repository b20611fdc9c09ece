import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from './dump-database.ts';
import { fillDatabase, readManifest } from './load-database.ts';
import { withOwnDatabase } from './own-database.ts';
import { replaceDatabase } from './replace-database.ts';
import { stageWorlds } from './restore-worlds.ts';
import { releaseHome, takeHome } from './running.ts';
import { homeSecrets, joinSecrets, keepSecretsAside, parseSecrets, writeSecrets } from './secrets.ts';
import type { Plan } from './settings.ts';

type Options = {
  /** whether data that is there may be set aside */
  mayReplace: boolean;
  /** of this restore: letters, digits and underscores */
  stamp: string;
};

/** How much of the backup the database holds, in the words for a failure. */
const holds = {
  nothing: 'Nothing was restored.',
  part: 'The database holds a part of the backup: make it empty before the next try.',
  all: 'The database is restored, and then something failed.',
};
type Progress = { database: keyof typeof holds };

/**
 * Brings a backup into a home folder: database, keys and the sandbox's worlds. Throws in words. Until the database of the
 * backup has taken its place, a failure leaves keys and worlds as they were; from then on it undoes nothing.
 */
export async function restoreHome(plan: Plan, folder: string, options: Options): Promise<Manifest> {
  const progress: Progress = { database: 'nothing' };
  try {
    await stat(join(folder, 'manifest.json')).catch(() => {
      throw new Error(`${folder} holds no backup.`);
    });
    await mkdir(plan.home, { recursive: true });
    const running = await takeHome(plan.home);
    if (running) throw new Error(`Plumb runs (process ${running.pid}): stop it first.`);
    try {
      return await restore(plan, folder, options, progress);
    } finally {
      await releaseHome(plan.home);
    }
  } catch (error) {
    throw new Error(`${holds[progress.database]} ${wordsOf(error)}`, { cause: error });
  }
}

async function restore(plan: Plan, folder: string, options: Options, progress: Progress): Promise<Manifest> {
  const present = await homeSecrets(plan.home);
  const kept = parseSecrets(await readFile(join(folder, 'secrets.json'), 'utf8'), folder);
  const { secrets, isLossless } = joinSecrets(present, kept);
  const worlds = await stageWorlds(folder, plan.home, options.stamp);
  try {
    if (!isLossless) await keepSecretsAside(plan.home, present, options.stamp);
    // The keys come before what is sealed with them: killed between the two, nothing that is there lacks its key.
    await writeSecrets(plan.home, secrets);
    return await withOwnDatabase(plan, async (url) => {
      const manifest = await load(plan, url, folder, options, progress);
      progress.database = 'all';
      await worlds.take();
      return manifest;
    });
  } catch (error) {
    if (progress.database === 'all') throw error;
    const undone = await Promise.allSettled([writeSecrets(plan.home, present), worlds.drop()]);
    const failed = undone.flatMap((each) => (each.status === 'rejected' ? [wordsOf(each.reason)] : []));
    throw new Error([wordsOf(error), ...failed].join(' '), { cause: error });
  }
}

async function load(plan: Plan, url: string, folder: string, options: Options, progress: Progress): Promise<Manifest> {
  if (plan.hasDatabase) return replaceDatabase(url, folder, options);
  const manifest = await readManifest(url, folder);
  progress.database = 'part';
  await fillDatabase(url, folder, manifest);
  return manifest;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
