import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '#sandbox/server.ts';
import { noteProblems } from '#sandbox/testing/observer.ts';
import { browserArguments, ensureBrowser } from '../../scripts/browser.ts';
import { followGuide } from './guide.ts';
import { startNarrator } from './narrator.ts';
import { guideWorld } from './sandbox-world.ts';

const notes = noteProblems();
let sandbox: Sandbox;
let browser: Browser;

beforeAll(async () => {
  sandbox = await startSandbox({ observe: notes.observe });
  browser = await chromium.launch({ executablePath: await ensureBrowser(() => {}), args: browserArguments() });
});

afterAll(async () => {
  await browser.close();
  await sandbox.close();
  notes.throwIfAny();
});

/** Follows the guide, with faults armed before, and gives what was said, and what it ended with. */
async function follow({ faults = [], url = sandbox.url }: { faults?: object[]; url?: string } = {}) {
  const lines: string[] = [];
  const narrator = startNarrator((line) => lines.push(line));
  const world = await guideWorld(url);
  for (const fault of faults) {
    const body = JSON.stringify(fault);
    const armed = await fetch(`${sandbox.url}/_sandbox/faults?world=guide`, { method: 'POST', body });
    expect(armed.status).toBe(200);
  }
  const ended = await followGuide({ ...world, browser, narrator }).catch((error: Error) => error.message);
  return { lines, ended, narrator };
}

it('goes from start to finish with the official SDKs and a browser, telling each step', async () => {
  // By another of its names than the application's own: what the page asks for there is no stranger's.
  const { lines, ended, narrator } = await follow({ url: `http://localhost:${sandbox.port}` });
  expect(ended).toBeUndefined();
  expect(narrator.tally()).toEqual({ steps: 10, claims: lines.filter((line) => line.startsWith('   ✓')).length });
  const steps = lines.flatMap((line) => /^\n\d+\. (.*?) {2}/.exec(line)?.[1] ?? []);
  expect(steps).toEqual([
    'Listen to events',
    'Create a customer',
    'Create a session',
    'Collect accounts in the browser',
    'Retrieve the accounts on the server',
    'Refresh the balance',
    'Refresh the owners',
    'Refresh the transactions and list them',
    'Subscribe, and ask for what is new',
    'Disconnect',
  ]);
});

it.each([
  [{ fault: 'server-error', path: '/v1/customers' }, /step 2, "Create a customer": .*backends/],
  [{ fault: 'webhook-badly-signed' }, /step 5, .*account\.created comes, rightly signed\. .*No signatures found/],
  [{ fault: 'refresh-fails', feature: 'balance' }, /step 6, "Refresh the balance": expected that it succeeded/],
])('stops at the first deviation and says where: %j', async (fault, words) => {
  const { ended } = await follow({ faults: [fault] });
  expect(ended).toMatch(words);
});
