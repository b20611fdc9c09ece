// Brings back what `npm run backup` wrote: `npm run restore -- folder [--replace]`. With the embedded database `--replace`
// sets the present data aside under the moment of the restore (database plumb_replaced_…, folder sandbox.replaced-…); with
// DATABASE_URL the database must be empty.
import { cp, readFile, rename, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { wallNow } from '#lib/clock.ts';
import { loadDatabase } from './load-database.ts';
import { withOwnDatabase } from './own-database.ts';
import { replaceDatabase } from './replace-database.ts';
import { releaseHome, takeHome } from './running.ts';
import { homeSecrets, joinSecrets, keepSecretsAside, parseSecrets, writeSecrets } from './secrets.ts';
import { loadDotEnv, type Plan, planFrom } from './settings.ts';

const [source] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const stamp = wallNow().toISOString().slice(0, 19).replace('T', '_').replace(/[-:]/g, '');
const mayReplace = process.argv.includes('--replace');

try {
  loadDotEnv();
  if (!source) throw new Error('From which folder? npm run restore -- folder');
  const plan = planFrom(process.env);
  const folder = resolve(source);
  await stat(join(folder, 'manifest.json')).catch(() => {
    throw new Error(`${folder} holds no backup.`);
  });
  const present = await homeSecrets(plan.home);
  const running = await takeHome(plan.home);
  if (running) throw new Error(`Plumb runs (process ${running.pid}): stop it first.`);
  try {
    const kept = parseSecrets(await readFile(join(folder, 'secrets.json'), 'utf8'), folder);
    const { secrets, isLossless } = joinSecrets(present, kept);
    if (!isLossless) await keepSecretsAside(plan.home, present, stamp);
    // The keys come before what is sealed with them: killed between the two, nothing that is there lacks its key.
    await writeSecrets(plan.home, secrets);
    const manifest = await withOwnDatabase(plan, async (url) => {
      try {
        return await (plan.hasDatabase
          ? replaceDatabase(url, folder, { mayReplace, stamp })
          : loadDatabase(url, folder));
      } catch (error) {
        await writeSecrets(plan.home, present);
        throw error;
      }
    });
    await restoreWorlds(plan, folder);
    console.log(`Restored the backup of ${manifest.takenAt}. Start with npm start.`);
  } finally {
    await releaseHome(plan.home);
  }
  process.exit(0);
} catch (error) {
  console.error(`Nothing was restored. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

async function restoreWorlds({ home }: Plan, folder: string): Promise<void> {
  const worlds = join(folder, 'sandbox');
  if (!(await stat(worlds).catch(() => null))) return;
  const place = join(home, 'sandbox');
  await rename(place, `${place}.replaced-${stamp}`).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await cp(worlds, place, { recursive: true });
}
