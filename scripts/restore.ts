// Brings back what `npm run backup` wrote: `npm run restore -- folder [--replace]`. With the embedded database `--replace`
// sets the present data aside under the moment of the restore (database plumb_replaced_…, folder sandbox.replaced-…); with
// DATABASE_URL the database must be empty.
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { wallNow } from '#lib/clock.ts';
import { loadDatabase } from './load-database.ts';
import { withOwnDatabase } from './own-database.ts';
import { replaceDatabase } from './replace-database.ts';
import { stageWorlds } from './restore-worlds.ts';
import { releaseHome, takeHome } from './running.ts';
import { homeSecrets, joinSecrets, keepSecretsAside, parseSecrets, writeSecrets } from './secrets.ts';
import { loadDotEnv, planFrom } from './settings.ts';

const [source] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const stamp = wallNow().toISOString().slice(0, 19).replace('T', '_').replace(/[-:]/g, '');
const mayReplace = process.argv.includes('--replace');
/** Whether the database of the backup has taken its place: what fails from then on undoes nothing. */
let isInPlace = false;

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
    const worlds = await stageWorlds(folder, plan.home, stamp);
    const { secrets, isLossless } = joinSecrets(present, kept);
    try {
      if (!isLossless) await keepSecretsAside(plan.home, present, stamp);
      // The keys come before what is sealed with them: killed between the two, nothing that is there lacks its key.
      await writeSecrets(plan.home, secrets);
      const manifest = await withOwnDatabase(plan, async (url) => {
        const restored = await (plan.hasDatabase
          ? replaceDatabase(url, folder, { mayReplace, stamp })
          : loadDatabase(url, folder));
        isInPlace = true;
        await worlds.take();
        return restored;
      });
      console.log(`Restored the backup of ${manifest.takenAt}. Start with npm start.`);
    } catch (error) {
      if (!isInPlace) {
        await writeSecrets(plan.home, present);
        await worlds.drop();
      }
      throw error;
    }
  } finally {
    await releaseHome(plan.home);
  }
  process.exit(0);
} catch (error) {
  const restored = isInPlace ? 'The database is restored, and then something failed.' : 'Nothing was restored.';
  console.error(`${restored} ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
