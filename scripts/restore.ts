// Brings back what `npm run backup` wrote: `npm run restore -- folder [--replace]`. With the embedded database `--replace`
// sets the present data aside under the moment of the restore (database plumb_replaced_…, folder sandbox.replaced-…); with
// DATABASE_URL the database must be empty.
import { resolve } from 'node:path';
import { wallNow } from '#lib/clock.ts';
import { restoreHome } from './restore-home.ts';
import { loadDotEnv, planFrom } from './settings.ts';

const [source] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const stamp = wallNow().toISOString().slice(0, 19).replace('T', '_').replace(/[-:]/g, '');
const mayReplace = process.argv.includes('--replace');

try {
  loadDotEnv();
  if (!source) throw new Error('From which folder? npm run restore -- folder');
  const { takenAt } = await restoreHome(planFrom(process.env), resolve(source), { mayReplace, stamp });
  console.log(`Restored the backup of ${takenAt}. Start with npm start.`);
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
