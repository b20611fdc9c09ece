// Seals what is encrypted at rest with the current data key: `npm run rotate-keys`. With secrets of our own making a new
// key comes first; with DATA_KEYS set, put the new key first there yourself, restart everything, then run this. Old keys may
// go when it says that nothing is left under them.
import { currentKeyId } from '#lib/db/seal.ts';
import { asOwnApp } from './own-app.ts';
import { resealOwners } from './reseal-owners.ts';
import { whoRuns } from './running.ts';
import { homeSecrets, newDataKey, writeSecrets } from './secrets.ts';
import { loadDotEnv, planFrom } from './settings.ts';

try {
  loadDotEnv();
  const plan = planFrom(process.env);
  const secrets = await homeSecrets(plan.home);
  const isOurs = !process.env.DATA_KEYS?.trim();
  if (isOurs) {
    const running = await whoRuns(plan.home);
    if (running) throw new Error(`Plumb runs (process ${running.pid}) and does not know a new key: stop it first.`);
    secrets.dataKeys = [newDataKey(secrets.dataKeys), ...secrets.dataKeys];
    // Written before anything is sealed with it: a key that is lost takes what it sealed with it.
    await writeSecrets(plan.home, secrets);
  }
  await asOwnApp(plan, secrets, async () => {
    const count = await resealOwners();
    console.log(`Sealed ${count} owners anew; everything is under the key ${currentKeyId()} now.`);
  });
  if (isOurs) {
    await writeSecrets(plan.home, { ...secrets, dataKeys: secrets.dataKeys.slice(0, 1) });
    console.log(
      'The former keys are gone from secrets.json; backups made before this still need theirs, and hold them.',
    );
  } else {
    console.log(`Nothing needs another key of ${asSettingIds(process.env.DATA_KEYS)} any more.`);
  }
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

function asSettingIds(setting: string | undefined): string {
  return (setting ?? '')
    .split(',')
    .map((part) => part.split(':')[0])
    .join(', ');
}
