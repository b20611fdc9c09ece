// Does once more what the bank's events once asked for: `npm run replay-inbox`, or of single accounts by the bank's ids for
// them, `npm run replay-inbox -- fca_…`. The app may go on running.
import { asOwnApp } from './own-app.ts';
import { replayAccounts } from './replay-accounts.ts';
import { homeSecrets } from './secrets.ts';
import { loadDotEnv, planFrom } from './settings.ts';

try {
  loadDotEnv();
  const plan = planFrom(process.env);
  const secrets = await homeSecrets(plan.home);
  const { accounts, events } = await asOwnApp(plan, secrets, () => replayAccounts(process.argv.slice(2)));
  console.log(
    `Promised the work of ${events} events about ${accounts} accounts; a worker does it now, or with the next start.`,
  );
  process.exit(0);
} catch (error) {
  console.error(`Nothing was promised. ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
