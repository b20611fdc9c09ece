// Writes everything into a folder: `npm run backup [-- folder]`. The app may go on running.
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { wallNow } from '#lib/clock.ts';
import { dumpDatabase } from './dump-database.ts';
import { withOwnDatabase } from './own-database.ts';
import { homeSecrets, secretsPath } from './secrets.ts';
import { loadDotEnv, planFrom } from './settings.ts';

try {
  loadDotEnv();
  const plan = planFrom(process.env);
  const takenAt = wallNow();
  const stamp = takenAt.toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = resolve(process.argv[2] ?? join(plan.home, 'backups', stamp));
  const half = `${folder}.unfinished`;
  await rm(half, { recursive: true, force: true });
  await mkdir(half, { recursive: true, mode: 0o700 });
  await homeSecrets(plan.home);
  const manifest = await withOwnDatabase(plan, (url) => dumpDatabase(url, half, takenAt));
  await copyFile(secretsPath(plan.home), join(half, 'secrets.json'));
  // After the database: a bank that knows more than we do tells us with the next sync, one that knows less cannot.
  await copyWorlds(join(plan.home, 'sandbox'), join(half, 'sandbox'));
  await rename(half, folder);
  const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0);
  console.log(`Backup of ${rows} rows and ${manifest.jobs} promised jobs: ${folder}`);
  console.log('It holds the keys of your data (secrets.json): keep it as you would keep the data itself.');
  process.exit(0);
} catch (error) {
  console.error(`No backup was made. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}

/** Copies the sandbox's worlds, each as of one moment, also while it runs. */
async function copyWorlds(from: string, to: string): Promise<void> {
  const names = await readdir(from).catch(() => []);
  const worlds = names.filter((name) => name.endsWith('.sqlite'));
  if (worlds.length > 0) await mkdir(to, { recursive: true });
  for (const name of worlds) {
    const world = new DatabaseSync(join(from, name), { readOnly: true });
    try {
      await backup(world, join(to, name));
    } finally {
      world.close();
    }
  }
}
