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

it('worlds that cannot take the place stay, as the present ones do, and what to do is said', async () => {
  const worlds = await stageWorlds(backup(), home(), '1');
  await mkdir(join(home(), 'sandbox.replaced-1', 'full'), { recursive: true });
  const [place, staged] = [join(home(), 'sandbox'), join(home(), 'sandbox.restored-1')];
  await expect(worlds.take()).rejects.toThrow(`Set ${place} aside, where it is there, then move ${staged} to it.`);
  expect(await readFile(join(place, 'world'), 'utf8')).toBe('now');
  expect(await readFile(join(staged, 'world'), 'utf8')).toBe('then');
});

it('the present worlds come back when those of the backup cannot take their place', async () => {
  const worlds = await stageWorlds(backup(), home(), '1');
  await rm(join(home(), 'sandbox.restored-1'), { recursive: true });
  await expect(worlds.take()).rejects.toThrow(
    `in ${join(home(), 'sandbox')} or in ${join(home(), 'sandbox.replaced-1')}`,
  );
  expect(await readFile(join(home(), 'sandbox', 'world'), 'utf8')).toBe('now');
});

it('a backup without worlds leaves those that are there', async () => {
  await rm(join(backup(), 'sandbox'), { recursive: true });
  await (await stageWorlds(backup(), home(), '1')).take();
  expect(await readFile(join(home(), 'sandbox', 'world'), 'utf8')).toBe('now');
});
