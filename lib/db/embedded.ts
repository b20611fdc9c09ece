import { spawn, spawnSync } from 'node:child_process';
import { chown, mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { wallNow } from '../clock.ts';
import { type Host, prepareHost } from './embedded-host.ts';
import { freePort } from './free-port.ts';
import { type Postmaster, readPostmaster } from './postmaster.ts';
import { isAlive } from './processes.ts';

/** A running PostgreSQL of our own. `url` opens the database `plumb` as its superuser. */
export type Embedded = {
  url: string;
  port: number;
  pid: number;
  dataFolder: string;
  /** whether it was already running (an earlier start was killed) and was taken over */
  adopted: boolean;
};

export type EmbeddedOptions = {
  /** the superuser's password; the same for the life of the data folder */
  password: string;
  /** preferred port; another is taken when it is not free */
  port?: number;
  /** more settings of the server, as `name=value` */
  settings?: readonly string[];
};

const user = 'plumb';
const databaseName = 'plumb';
const startMs = 60_000;

/**
 * Starts (or adopts) the embedded server of a home folder, making its data folder on the first start. The server runs
 * detached in a session of its own: neither Ctrl-C in a terminal nor the death of its starter stops it, so that work in
 * flight still has a database; whoever started it stops it last, with `stopEmbedded`.
 */
export async function startEmbedded(home: string, options: EmbeddedOptions): Promise<Embedded> {
  const host = await prepareHost(home);
  const running = await liveServer(host.dataFolder);
  if (running) return { ...described(running, host, options), adopted: true };
  if (!(await stat(join(host.dataFolder, 'PG_VERSION')).catch(() => null))) await initialize(host, options.password);
  const server = await launch(host, options);
  const embedded = { ...described(server, host, options), adopted: false };
  await ensureDatabase(embedded);
  return embedded;
}

/** Stops the server of a data folder and waits until it is gone: open work is ended, committed data is on disk. */
export async function stopEmbedded(dataFolder: string): Promise<void> {
  const running = await liveServer(dataFolder);
  if (!running) return;
  process.kill(running.pid, 'SIGINT');
  const deadline = wallNow().getTime() + startMs;
  while (isAlive(running.pid)) {
    if (wallNow().getTime() > deadline) throw new Error(`PostgreSQL (process ${running.pid}) does not stop`);
    await pause(20);
  }
}

/** The server that runs on a data folder, or null: what a dead one left behind is no obstacle. */
export async function liveServer(dataFolder: string): Promise<Postmaster | null> {
  const left = await readPostmaster(dataFolder);
  if (!left) return null;
  if (left.isServing) return left;
  // The file of a dead server whose process id now belongs to somebody else would stop PostgreSQL from starting.
  if (!left.isOurs) await rm(join(dataFolder, 'postmaster.pid'), { force: true });
  return left.isOurs ? waitUntilReady(dataFolder, left.pid, () => '') : null;
}

function described(server: Postmaster, host: Host, { password }: EmbeddedOptions): Omit<Embedded, 'adopted'> {
  const url = `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${databaseName}`;
  return { url, port: server.port, pid: server.pid, dataFolder: host.dataFolder };
}

async function initialize({ dataFolder, programs, account }: Host, password: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'plumb-init-'));
  const passwordFile = join(folder, 'password');
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (account.uid !== undefined && account.gid !== undefined) {
      await chown(folder, account.uid, account.gid);
      await chown(passwordFile, account.uid, account.gid);
    }
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const access = ['--auth=scram-sha-256', `--username=${user}`, `--pwfile=${passwordFile}`];
    const made = spawnSync(join(programs, 'initdb'), [`--pgdata=${dataFolder}`, ...access, ...locale], {
      ...account,
      cwd: '/',
      env: plainEnvironment,
      encoding: 'utf8',
    });
    if (made.status !== 0) throw new Error(`PostgreSQL could not make its data folder: ${made.stderr || made.error}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Nothing of ours reaches the server: above all no secret of the app's environment. */
const plainEnvironment = {
  LC_ALL: 'C',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  TZ: 'UTC',
} as unknown as NodeJS.ProcessEnv;

/**
 * Starts the server. A server that was killed hard leaves children behind for a moment, and the next one refuses to start
 * until they are gone: then it is tried again.
 */
async function launch(host: Host, options: EmbeddedOptions): Promise<Postmaster> {
  const deadline = wallNow().getTime() + startMs;
  for (;;) {
    try {
      return await launchOnce(host, options);
    } catch (error) {
      const isPassing = /pre-existing shared memory|lock file|Address already in use|could not bind/.test(
        String(error),
      );
      if (!isPassing || wallNow().getTime() > deadline) throw error;
      await pause(200);
    }
  }
}

async function launchOnce({ dataFolder, programs, account }: Host, options: EmbeddedOptions): Promise<Postmaster> {
  const logPath = join(dataFolder, 'server.log');
  const port = await freePort(options.port);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    ...(options.settings ?? []),
  ];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const output = await open(logPath, 'w', 0o600);
  try {
    const child = spawn(join(programs, 'postgres'), ['-D', dataFolder, '-p', String(port), ...flags], {
      ...account,
      cwd: '/',
      env: plainEnvironment,
      detached: true,
      stdio: ['ignore', output.fd, output.fd],
    });
    child.unref();
    let ending: string | null = null;
    child.once('error', (error) => {
      ending = error.message;
    });
    child.once('exit', (code, signal) => {
      ending = `it ended with ${signal ?? code}`;
    });
    return await waitUntilReady(dataFolder, child.pid ?? 0, () => ending);
  } catch (error) {
    const said = await readFile(logPath, 'utf8').catch(() => '');
    throw new Error(`${String(error)}\n${said.slice(-2_000)}`);
  } finally {
    await output.close();
  }
}

/** Waits until the server of a folder writes that it is ready. `ending()` says why it never will be, or null. */
async function waitUntilReady(dataFolder: string, pid: number, ending: () => string | null): Promise<Postmaster> {
  const deadline = wallNow().getTime() + startMs;
  for (;;) {
    const server = await readPostmaster(dataFolder);
    if (server?.pid === pid && server.isServing) return server;
    const reason = ending();
    if (reason) throw new Error(`PostgreSQL did not start: ${reason}`);
    if (wallNow().getTime() > deadline || (pid !== 0 && !isAlive(pid))) throw new Error('PostgreSQL did not start');
    await pause(20);
  }
}

async function ensureDatabase(embedded: Embedded): Promise<void> {
  const client = new pg.Client({ connectionString: embedded.url.replace(/\/\w+$/, '/postgres') });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}
