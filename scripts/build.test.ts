import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '#lib/db/processes.ts';
import { build, hashSources, isBuilt, sources } from './build.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumb-build-'));
  await put('app/page.tsx', 'a');
  await put('prisma/schema.prisma', 's');
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

test('a build is stale when a source changes, comes, goes or moves, and not when a test or a document does', async () => {
  await put('.next/made-from', await hashSources(root));
  expect(await isBuilt(root)).toBe(true);
  await put('app/page.test.tsx', 't');
  await put('docs/operations.md', 'd');
  expect(await isBuilt(root)).toBe(true);

  await put('app/page.tsx', 'b');
  expect(await isBuilt(root)).toBe(false);
  await put('app/page.tsx', 'a');
  expect(await isBuilt(root)).toBe(true);

  await put('lib/new.ts', '');
  expect(await isBuilt(root)).toBe(false);
  await rm(join(root, 'lib'), { recursive: true });
  await rm(join(root, 'app/page.tsx'));
  await put('app/other.tsx', 'a');
  expect(await isBuilt(root)).toBe(false);
});

test('a build that was never finished is none', async () => {
  await put('.next/BUILD_ID', 'x');
  expect(await isBuilt(root)).toBe(false);
});

/** What the framework's own command does in this folder; it is told the address of its state. */
const next = (script: string) => put('node_modules/next/dist/bin/next', script);

test('a build that another start gives up is made after all', async () => {
  await next(`
    const { existsSync, writeFileSync } = require('node:fs');
    if (existsSync('first')) process.exit(0);
    writeFileSync('first', '');
    console.error('Another next build process is already running');
    process.exit(1);`);
  await build(root, 1);
  expect(await isBuilt(root)).toBe(true);
});

test('a build that fails says why, and is none', async () => {
  await next(`console.error('Type error: x'); process.exit(1);`);
  await expect(build(root)).rejects.toThrow('Type error: x');
  expect(await isBuilt(root)).toBe(false);
});

test('a build ends when the start that makes it is killed', async () => {
  await next(`require('node:fs').writeFileSync('pid', String(process.pid)); setInterval(() => {}, 1000);`);
  const source = `import { build } from '${new URL('./build.ts', import.meta.url).href}'; await build('${root}');`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '-e', source];
  const start = spawn(process.execPath, args, { stdio: 'inherit' });
  const until = async <T>(look: () => Promise<T | null>): Promise<T> => (await look()) ?? until(look);
  const pid = await until(async () => Number(await readFile(join(root, 'pid'), 'utf8').catch(() => '')) || null);
  start.kill('SIGKILL');
  await until(async () => (isAlive(pid) ? null : true));
});

test('all that stands at the top and is no setting of a tool is a source of the build', async () => {
  const tools = ['playwright.config.ts', 'prisma.config.ts', 'vitest.config.ts'];
  const top = (await readdir('.')).filter((name) => /\.(ts|mjs)$/.test(name) && !/^next-env\.d\.ts$/.test(name));
  expect(top.filter((name) => !tools.includes(name) && !sources.includes(name))).toEqual([]);
});
