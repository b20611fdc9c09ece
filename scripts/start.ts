// Runs everything on one machine: PostgreSQL, the sandbox, the worker, the web server. `--dev` reloads on change.
import { say } from './progress.ts';
import { releaseHome, takeHome } from './running.ts';
import { homeSecrets } from './secrets.ts';
import { loadDotEnv, planFrom, settingProblems } from './settings.ts';
import { openStack } from './stack.ts';

const isDev = process.argv.includes('--dev');

loadDotEnv();
const plan = planFrom(process.env);
const secrets = await homeSecrets(plan.home);
const problems = settingProblems(process.env, plan, secrets);
if (problems.length > 0) {
  say(`Plumb cannot start with these settings:\n${problems.map((text) => `  - ${text}`).join('\n')}`);
  say('Each setting and what it is for: .env.example');
  process.exit(1);
}

const other = await takeHome(plan.home);
if (other) {
  say(
    `Plumb runs already (process ${other.pid})${other.address ? ` at ${other.address}` : ', and is still starting'}.`,
  );
  say(`A second one needs a folder of its own: PLUMB_HOME=another-folder npm start`);
  process.exit(0);
}

const stack = openStack({ plan, secrets, isDev, environment: { ...process.env } });

let isStopping = false;
async function stop(code: number): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await stack.stop();
  await releaseHome(plan.home);
  process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!isStopping) say('\nStopping …');
    void stop(0);
  });
}

try {
  await stack.start();
} catch (error) {
  if (!isStopping) say(`\nPlumb could not start. ${error instanceof Error ? error.message : error}`);
  await stop(1);
}
