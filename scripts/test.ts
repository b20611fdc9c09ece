// Runs everything that can fail. `--check`: the fast part; `--deep`: many more seeds, and the result is written down.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wallNow } from '#lib/clock.ts';
import { browserArguments, ensureBrowser } from './browser.ts';
import { build, isBuilt } from './build.ts';
import { say } from './progress.ts';
import { sum, type Tally, tallyOf, tallyPlaywright, tallyVitest, worded } from './tally.ts';

type Outcome = { name: string; tally: Tally; seconds: number };

const isFast = process.argv.includes('--check');
const isDeep = process.argv.includes('--deep');
const deepReport = 'docs/test-deep.md';
const reports = await mkdtemp(join(tmpdir(), 'plumb-reports-'));
const outcomes: Outcome[] = [];

/** Runs a command of node_modules to its end, its output on our terminal. */
function run(command: string, args: string[], env: Record<string, string> = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(join('node_modules/.bin', command), args, {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function part(name: string, work: () => Promise<Tally>): Promise<void> {
  say(`\n── ${name}`);
  const began = wallNow().getTime();
  const tally = await work().catch((error) => {
    say(error instanceof Error ? error.message : String(error));
    return tallyOf(false);
  });
  const seconds = (wallNow().getTime() - began) / 1_000;
  outcomes.push({ name, tally, seconds });
  say(`   ${name}: ${worded(tally)} (${seconds.toFixed(1)} s)`);
}

async function vitest(projects: string[], env: Record<string, string>): Promise<Tally> {
  const output = join(reports, `vitest-${projects.join('-')}.json`);
  const chosen = projects.map((project) => `--project=${project}`);
  const args = ['run', ...chosen, '--reporter=default', '--reporter=json', `--outputFile.json=${output}`];
  const isPassed = await run('vitest', args, env);
  return tallyVitest(await readReport(output), isPassed);
}

async function playwright(env: Record<string, string>): Promise<Tally> {
  const output = join(reports, 'playwright.json');
  const named = { PLAYWRIGHT_JSON_OUTPUT_NAME: output, PLAYWRIGHT_JSON_OUTPUT_FILE: output };
  const isPassed = await run('playwright', ['test', '--reporter=line,json'], { ...env, ...named });
  return tallyPlaywright(await readReport(output), isPassed);
}

async function readReport(path: string): Promise<unknown> {
  return readFile(path, 'utf8').then(JSON.parse, () => null);
}

await part('types', async () => tallyOf(await run('tsc', ['--noEmit', '-p', '.'])));
await part('lint', async () => tallyOf(await run('biome', ['check', '--error-on-warnings', '.'])));
if (isFast) {
  await part('unit tests', () => vitest(['unit', 'process'], {}));
} else {
  const browser = await ensureBrowser(say).catch((error: Error) => {
    say(error.message);
    return null;
  });
  const env = {
    ...(browser ? { CHROMIUM_PATH: browser, CHROMIUM_ARGUMENTS: browserArguments().join(' ') } : {}),
    ...(isDeep ? { PLUMB_DEEP: '1' } : {}),
    NEXT_TELEMETRY_DISABLED: '1',
  };
  const all = ['unit', 'process', 'database', 'sandbox-browser'];
  await part('unit, database, contract and sandbox tests', () => vitest(all, env));
  await part('production build', async () => {
    if (!(await isBuilt(process.cwd()))) await build(process.cwd());
    return tallyOf(true);
  });
  await part('end to end and accessibility tests', () => playwright(env));
}
await rm(reports, { recursive: true, force: true });

const total = sum(outcomes.map(({ tally }) => tally));
if (isDeep) await writeFile(deepReport, describe(outcomes, total));
say(
  `\n${outcomes.map(({ name, tally, seconds }) => `${name}: ${worded(tally)}, ${seconds.toFixed(0)} s`).join('\n')}\n`,
);
say(worded(total));
process.exitCode = total.failed > 0 ? 1 : 0;

function describe(parts: readonly Outcome[], all: Tally): string {
  const rows = parts.map(
    ({ name, tally, seconds }) =>
      `| ${name} | ${tally.passed} | ${tally.failed} | ${tally.skipped} | ${seconds.toFixed(0)} s |`,
  );
  return [
    '# The last deep test',
    '',
    `\`npm run test:deep\` on ${wallNow().toISOString().slice(0, 10)}, Node ${process.versions.node}: ${worded(all)}.`,
    '',
    '| part | passed | failed | skipped | time |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
