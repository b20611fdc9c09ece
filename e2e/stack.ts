import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { freePort } from '#lib/db/free-port.ts';
import { type Postmaster, readPostmaster } from '#lib/db/postmaster.ts';
import { isAlive } from '#lib/db/processes.ts';
import { descriptionSetting } from '../sandbox/testing/description-place.ts';

/** The record that the start script keeps in the home folder. */
const record = z.object({
  pid: z.number(),
  address: z.string().nullable(),
  sandbox: z.string().nullable(),
  parts: z.array(z.object({ name: z.string(), pid: z.number() })),
});
type Running = z.output<typeof record> & { address: string; sandbox: string };

export type PartName = 'database' | 'sandbox' | 'worker' | 'web server';

/** How a product ended: the exit code of its command (null: by a signal, or not at all), and what it left running. */
export type Ending = { code: number | null; left: string[] };

/** A whole product of a worker's own: home folder, database, sandbox world, job worker and web server, as `npm start` runs them. */
export type Stack = {
  readonly url: string;
  readonly sandboxUrl: string;
  /** The ports that it was told to take. Somebody else has them, as somebody may on any machine. */
  readonly taken: { readonly port: number; readonly sandboxPort: number };
  /** Process id of a part as it runs now; throws when it does not. */
  pidOf(part: PartName): Promise<number>;
  /** Kills one part the hard way and waits until the start script has put another in its place. */
  kill(part: PartName): Promise<void>;
  /** Holds the start script still while `work` goes on, so that what has died stays dead. */
  unwatched(work: () => Promise<void>): Promise<void>;
  /** Kills every process of the product the hard way, the start script first. */
  killAll(): Promise<void>;
  /** Ends the product as a terminal (SIGINT, to the whole foreground) or a service manager (SIGTERM) does. */
  end(signal: 'SIGINT' | 'SIGTERM'): Promise<Ending>;
  /** Starts the product again after `killAll` or `end`, on the same home folder. */
  start(): Promise<void>;
  /** Ends the product and removes its folder. Throws when it did not end cleanly. */
  stop(): Promise<void>;
  /** What stood on the terminal. */
  terminal(): Promise<string>;
  /** Everything that any part has written: its log files and what stood on the terminal. */
  logs(): Promise<string>;
  /** The address of its database. */
  databaseUrl(): Promise<string>;
};

const startMs = 90_000;
const endMs = 60_000;

/**
 * Starts a product in a new folder, as `npm start` does, or as `npm run dev`. The ports are its own, so that several can
 * start at the same moment.
 */
export async function startStack(command: 'start' | 'dev' = 'start'): Promise<Stack> {
  const home = await mkdtemp(join(tmpdir(), 'plumb-e2e-'));
  const terminalPath = join(home, 'terminal.log');
  const others = [await occupyPort(), await occupyPort()] as const;
  const taken = { port: others[0].port, sandboxPort: others[1].port };
  const ports = { PORT: String(taken.port), SANDBOX_PORT: String(taken.sandboxPort) };
  let child: ChildProcess | null = null;
  let terminal: WriteStream | null = null;
  let running: Running | null = null;

  async function start(): Promise<void> {
    terminal = createWriteStream(terminalPath, { flags: 'a' });
    const mode = command === 'dev' ? ['--dev'] : [];
    const started = spawn(process.execPath, ['scripts/start.mjs', ...mode], {
      env: { ...plainEnvironment(), ...ports, PLUMB_HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A process group of its own, as a command has in a terminal.
      detached: true,
    });
    child = started;
    started.stdout.pipe(terminal, { end: false });
    started.stderr.pipe(terminal, { end: false });
    running = await untilRunning(started, home, terminalPath);
  }

  const now = async (): Promise<Running> => {
    const read = await readRecord(home);
    if (!read) throw new Error('The product does not run');
    return read;
  };
  /** Where the database's files stand: aside, where its own user may not enter the home folder, and it was said so. */
  const dataFolder = async (): Promise<string> => {
    const said = await readFile(terminalPath, 'utf8').catch(() => '');
    return /PostgreSQL on 127\.0\.0\.1:\d+, data in ([^,\s]+)/.exec(said)?.[1] ?? join(home, 'postgres-18');
  };
  const database = async (): Promise<Postmaster> => {
    const server = await readPostmaster(await dataFolder());
    if (!server?.isOurs) throw new Error('No database runs');
    return server;
  };
  const pidOf = async (name: PartName) => {
    if (name === 'database') return (await database()).pid;
    const part = (await now()).parts.find((one) => one.name === name);
    if (!part) throw new Error(`No ${name} runs`);
    return part.pid;
  };

  const stack: Stack = {
    get url() {
      return running?.address ?? '';
    },
    get sandboxUrl() {
      return running?.sandbox ?? '';
    },
    taken,
    pidOf,
    async kill(name) {
      const pid = await pidOf(name);
      process.kill(pid, 'SIGKILL');
      await until(`another ${name}`, async () => (await pidOf(name).catch(() => pid)) !== pid);
    },
    async unwatched(work) {
      const { pid } = await now();
      process.kill(pid, 'SIGSTOP');
      await work().finally(() => process.kill(pid, 'SIGCONT'));
    },
    async killAll() {
      const { pid, parts } = await now();
      const own = [pid, ...(child?.pid ? [child.pid] : [])];
      const all = [...own, ...parts.map((part) => part.pid), await pidOf('database')];
      for (const each of all) kill(each);
      await until('the end of every process', async () => !all.some(isAlive));
    },
    async end(signal) {
      const { pid, parts } = await now();
      const all = [{ name: 'start script', pid }, ...parts, { name: 'database', pid: await pidOf('database') }];
      const code = await endCommand(child, signal);
      return { code, left: all.filter((one) => isAlive(one.pid)).map(({ name }) => name) };
    },
    start,
    async stop() {
      const last = await readRecord(home);
      const aside = dirname(await dataFolder());
      const isRunning = child?.exitCode === null && child.signalCode === null;
      const ending = isRunning ? await stack.end('SIGTERM').catch((error: Error) => error) : null;
      // Whatever the ending was, nothing of it may disturb the tests that come.
      child?.kill('SIGKILL');
      for (const { pid } of last?.parts ?? []) kill(pid);
      const left = await database().catch(() => null);
      if (left) kill(left.pid);
      for (const { server } of others) server.close();
      terminal?.end();
      for (const folder of new Set([home, aside])) await rm(folder, { recursive: true, force: true });
      if (ending instanceof Error) throw ending;
      if (ending && (ending.code !== 0 || ending.left.length > 0)) {
        throw new Error(`The product did not end cleanly: ${JSON.stringify(ending)}`);
      }
    },
    terminal: () => readFile(terminalPath, 'utf8'),
    async logs() {
      const folder = join(home, 'logs');
      const names = await readdir(folder).catch(() => []);
      const texts = await Promise.all([
        readFile(terminalPath, 'utf8'),
        ...names.map((name) => readFile(join(folder, name), 'utf8')),
      ]);
      return texts.join('\n');
    },
    async databaseUrl() {
      const secrets = JSON.parse(await readFile(join(home, 'secrets.json'), 'utf8')) as { databasePassword: string };
      return `postgresql://plumb:${secrets.databasePassword}@127.0.0.1:${(await database()).port}/plumb`;
    },
  };
  await start();
  return stack;
}

/** Listens on a port that nobody else has. */
async function occupyPort(): Promise<{ port: number; server: Server }> {
  const port = await freePort();
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
  server.unref();
  return { port, server };
}

/** Sends the signal to a command and all that is in its foreground, and waits for its exit code; null when there is none. */
async function endCommand(child: ChildProcess | null, signal: 'SIGINT' | 'SIGTERM'): Promise<number | null> {
  if (!child?.pid) throw new Error('The product does not run');
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  // A terminal tells everybody in the foreground, a service manager only the one that it has started.
  process.kill(signal === 'SIGINT' ? -child.pid : child.pid, signal);
  const late = new AbortController();
  const code = await Promise.race([ended, pause(endMs, null, { signal: late.signal }).catch(() => null)]);
  late.abort();
  return code;
}

/** What the product may know of the machine: no setting of whoever runs the tests reaches it. */
function plainEnvironment(): Record<string, string> & { NODE_ENV: 'production' } {
  const passed = ['PATH', 'HOME', 'TMPDIR', 'LANG'].flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value]] : [];
  });
  return {
    ...Object.fromEntries(passed),
    NODE_ENV: 'production',
    // As under npm: when we are gone, so is the product.
    npm_lifecycle_event: 'start',
    // Each test comes from an address of its own, so that limits are counted apart as for people in different places.
    TRUSTED_PROXIES: '127.0.0.1,::1',
    // All that could ever be logged is, for the test that looks through it for secrets.
    LOG_LEVEL: 'debug',
    SWEEP_EVERY_SECONDS: '3',
    ...descriptionSetting,
  };
}

async function readRecord(home: string): Promise<Running | null> {
  try {
    return record.parse(JSON.parse(await readFile(join(home, 'running.json'), 'utf8'))) as Running;
  } catch {
    return null;
  }
}

async function untilRunning(child: ChildProcess, home: string, terminalPath: string): Promise<Running> {
  const deadline = performance.now() + startMs;
  for (;;) {
    const read = await readRecord(home);
    // The record of a start that was killed stands there until the next one takes the folder.
    if (read?.address && read.sandbox && isAlive(read.pid)) return read;
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (isOver || performance.now() > deadline) {
      const said = await readFile(terminalPath, 'utf8').catch(() => '');
      child.kill('SIGTERM');
      throw new Error(`The product did not start.\n${said}`);
    }
    await pause(50);
  }
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + startMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`Waited too long for ${what}`);
    await pause(50);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
