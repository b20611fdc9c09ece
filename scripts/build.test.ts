import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hashSources, isBuilt } from './build.ts';

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
