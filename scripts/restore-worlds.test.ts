import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { stageWorlds } from './restore-worlds.ts';

let root: string;
const [backup, home] = ['backup', 'home'].map((name) => () => join(root, name)) as [() => string, () => string];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'plumb-worlds-'));
  for (const [folder, words] of [
    [backup(), 'then'],
    [home(), 'now'],
  ] as const) {
    await mkdir(join(folder, 'sandbox'), { recursive: true });
    await writeFile(join(folder, 'sandbox', 'world'), words);
  }
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('the worlds of a backup take the place of the present ones, which are set aside', async () => {
  const worlds = await stageWorlds(backup(), home(), '1');
  expect(await readFile(join(home(), 'sandbox', 'world'), 'utf8')).toBe('now');
  await worlds.take();
  expect(await readFile(join(home(), 'sandbox', 'world'), 'utf8')).toBe('then');
  expect(await readFile(join(home(), 'sandbox.replaced-1', 'world'), 'utf8')).toBe('now');
});

it('worlds that cannot be copied, or are dropped, change nothing', async () => {
  await (await stageWorlds(backup(), home(), '1')).drop();
  execFileSync('mkfifo', [join(backup(), 'sandbox', 'pipe')]);
  await expect(stageWorlds(backup(), home(), '1')).rejects.toThrow();
  expect(await readdir(home())).toEqual(['sandbox']);
});

it.each([
  ['set aside', async () => mkdir(join(home(), 'sandbox.replaced-1', 'full'), { recursive: true })],
  ['replaced', async () => rm(join(home(), 'sandbox.restored-1'), { recursive: true })],
])('worlds that cannot be %s stay in their place, and what to do is said', async (_what, breakIt) => {
  const worlds = await stageWorlds(backup(), home(), '1');
  await breakIt();
  const staged = join(home(), 'sandbox.restored-1');
  await expect(worlds.take()).rejects.toThrow(`worlds are as they were; move ${staged} to ${join(home(), 'sandbox')}`);
  expect(await readFile(join(home(), 'sandbox', 'world'), 'utf8')).toBe('now');
});

it('a backup without worlds leaves those that are there', async () => {
  await rm(join(backup(), 'sandbox'), { recursive: true });
  await (await stageWorlds(backup(), home(), '1')).take();
  expect(await readFile(join(home(), 'sandbox', 'world'), 'utf8')).toBe('now');
});
