import { availableParallelism } from 'node:os';
import { defineConfig } from 'playwright/test';
import { browserArguments, findBrowser } from './scripts/browser.ts';

const isWatched = process.argv.includes('--headed') || Boolean(process.env.PWDEBUG);
const browser = await findBrowser({ isWatched });
// Each worker reads this file again, without the options of the command: it takes the browser that was found with them.
if (browser) process.env.CHROMIUM_PATH = browser;

/**
 * End to end, on the production build. Each worker runs a whole product of its own (e2e/stack.ts), so that a test may move
 * time, break the bank or kill a process and disturb nobody.
 */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: Math.min(2, availableParallelism()),
  // Files, not tests, are shared out: a product starts once per worker and its world is used again.
  fullyParallel: false,
  // A second try would hide what only sometimes goes wrong.
  retries: 0,
  forbidOnly: true,
  // Limits are there to end what hangs: a busy machine may take its time.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: 'line',
  use: {
    // What is looked for in vain is said long before the test's own end.
    actionTimeout: 60_000,
    // A trace costs a sixth of the time of every test; `--trace=on` makes one where it is wanted.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(browser ? { executablePath: browser } : {}),
      args: process.env.CHROMIUM_ARGUMENTS?.split(' ') ?? browserArguments(),
    },
  },
});
