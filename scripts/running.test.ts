import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let home: string;
const starts: ChildProcess[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plumb-home-'));
});
afterEach(async () => {
  for (const start of starts.splice(0)) start.kill('SIGKILL');
  await rm(home, { recursive: true, force: true });
});

/** Tries to take the home folder in a process that looks like a start, when all are ready; tells who has it. */
function start(): { ready: Promise<void>; go: () => void; holder: Promise<number | null> } {
  const probe = `
    const { takeHome } = await import('./scripts/running.ts');
    process.stdin.once('data', async () => {
      console.log(JSON.stringify({ pid: (await takeHome(${JSON.stringify(home)}))?.pid ?? null }));
      setInterval(() => undefined, 1_000);
    });
    console.log('ready');`;
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    probe,
    'scripts/start.ts',
  ]);
  starts.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ready = lines.next();
  return {
    ready: ready.then(() => undefined),
    go: () => child.stdin.write('go\n'),
    holder: ready.then(() => lines.next()).then(({ value }) => JSON.parse(String(value)).pid),
  };
}

describe('the home folder', () => {
  test('is taken over from a dead start by one of several that come at once', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.once('exit', resolve));
    const record = { pid: dead.pid, address: null, sandbox: null, parts: [] };
    await writeFile(join(home, 'running.json'), JSON.stringify(record));
    const all = Array.from({ length: 6 }, start);
    await Promise.all(all.map(({ ready }) => ready));
    for (const { go } of all) go();
    const holders = await Promise.all(all.map(({ holder }) => holder));
    expect(holders.filter((holder) => holder === null)).toHaveLength(1);
    expect(new Set(holders.filter((holder) => holder !== null)).size).toBe(1);
    expect((await readdir(home)).sort()).toEqual(['running.json', 'running.lock']);
  }, 30_000);
});
