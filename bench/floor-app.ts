import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { freePort } from '#lib/db/free-port.ts';
import { sources } from '../scripts/build.ts';
import { heapArguments } from '../scripts/heap.ts';

export type FloorApp = { url: string; pid: number; peakMegabytes: () => Promise<number>; close: () => Promise<void> };

/** The control of every page: dynamic, one query, nothing else, on the same server and in the same build. */
const floorPage = `
import { connection } from 'next/server';
import { database } from '#lib/db/client.ts';

export default async function Floor() {
  await connection();
  const rows = await database().$queryRaw<{ one: number }[]>\`SELECT 1 AS one\`;
  return <p>{rows[0]?.one}</p>;
}
`;

/** Builds a copy of the product with the page /floor added, and starts its production server. */
export async function startFloorApp(environment: Record<string, string>): Promise<FloorApp> {
  const root = resolve(import.meta.dirname, '..');
  // Below the root, so that packages are found by walking up; without a lockfile, which would end that walk.
  const folder = join(root, '.plumb/bench-floor');
  await rm(folder, { recursive: true, force: true });
  const parts = sources.filter((path) => path !== 'package-lock.json');
  for (const path of [...parts, 'prisma/generated']) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(root, path), join(folder, path), { recursive: true });
  }
  await mkdir(join(folder, 'app/floor'), { recursive: true });
  await writeFile(join(folder, 'app/floor/page.tsx'), floorPage);
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...environment,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    NODE_ENV: 'production',
  };
  const next = join(root, 'node_modules/next/dist/bin/next');
  execFileSync(process.execPath, [next, 'build'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const server = spawn(process.execPath, [...heapArguments, next, 'start', '-p', String(port)], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await untilAnswers(`http://localhost:${port}/floor`, server);
  const pid = server.pid ?? 0;
  return {
    url: `http://localhost:${port}`,
    pid,
    peakMegabytes: async () =>
      Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    close: async () => {
      server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (server.exitCode !== null) throw new Error('The server of the benchmark ended before it answered');
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('The server of the benchmark does not answer');
}
