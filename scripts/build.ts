import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** What a build is made from. Tests are not part of it. */
const sources = [
  'app',
  'components',
  'lib',
  'public',
  'prisma/schema.prisma',
  'next.config.ts',
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
 * Makes the production build, or waits for the one that another start is making. Its stamp is written last, so that one
 * that was interrupted counts as none.
 */
export async function build(root: string): Promise<void> {
  const hash = await hashSources(root);
  await rm(join(root, stampPath), { force: true });
  try {
    await run(root);
  } catch (error) {
    if (!String(error).includes('Another next build process is already running')) throw error;
    const deadline = performance.now() + patienceMs;
    while (!(await isBuilt(root))) {
      if (performance.now() > deadline) throw error;
      await pause(500);
    }
    return;
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
    const child = spawn(process.execPath, [next, 'build'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The build failed:\n${said.trim()}`))));
  });
}
