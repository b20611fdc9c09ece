import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { tether } from './tether.ts';

/** What a build is made from. Tests are not part of it. */
export const sources = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.ts',
  'instrumentation.ts',
  'proxy.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

const stampPath = '.next/made-from';

/** Whether there is a whole build of exactly these sources. */
export async function isBuilt(root: string): Promise<boolean> {
  const stamp = await readFile(join(root, stampPath), 'utf8').catch(() => null);
  return stamp !== null && stamp === (await hashSources(root));
}

/** How long another start's build of the same folder is waited for, in milliseconds. */
const patienceMs = 240_000;

/**
 * Makes the production build, or waits for the one that another start is making; should that one be given up, it is made
 * here after all. Its stamp is written last, so that one that was interrupted counts as none.
 *
 * @param lookAgainMs pause before another start's build is looked at again
 */
export async function build(root: string, lookAgainMs = 1_000): Promise<void> {
  const hash = await hashSources(root);
  await rm(join(root, stampPath), { force: true });
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await run(root);
      break;
    } catch (error) {
      const isTaken = String(error).includes('Another next build process is already running');
      if (!isTaken || performance.now() > deadline) throw error;
      await pause(lookAgainMs);
      if (await isBuilt(root)) return;
    }
  }
  await mkdir(join(root, '.next'), { recursive: true });
  await writeFile(join(root, stampPath), hash);
}

/** A hash over the content of all sources: dates say nothing after a checkout. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256');
  for (const path of (await Promise.all(sources.map((source) => filesOf(root, source)))).flat().sort()) {
    hash
      .update(`${path}\0`)
      .update(await readFile(join(root, path)))
      .update('\0');
  }
  return hash.digest('hex');
}

async function filesOf(root: string, path: string): Promise<string[]> {
  try {
    const entries = await readdir(join(root, path), { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.test\./.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

function run(root: string): Promise<void> {
  const next = join(root, 'node_modules/next/dist/bin/next');
  const env = { ...process.env, NODE_ENV: 'production' as const, NEXT_TELEMETRY_DISABLED: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--import=${tether}`, next, 'build'], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The build failed:\n${said.trim()}`))));
  });
}
