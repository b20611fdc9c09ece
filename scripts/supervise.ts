import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { wallNow } from '#lib/clock.ts';
import { isAlive } from '#lib/db/processes.ts';
import { tether } from './tether.ts';

/** What is to be kept running. */
export type Part = {
  name: string;
  /** arguments of node */
  args: string[];
  /** asked anew at each start of the process */
  environment: () => Record<string, string | undefined>;
  logFolder: string;
  /** also written to the terminal */
  isLoud?: boolean;
  /** Waits until it does its work: then it is said that it runs again. */
  untilWell?: () => Promise<void>;
};

export type Supervised = {
  readonly name: string;
  /** process id of the running process, for the record that the next start reads */
  pid: () => number | null;
  /** Ends the process and does not start it again. */
  stop: (graceMs?: number) => Promise<void>;
  /** Ends the process and starts it with its environment of now. */
  restart: () => Promise<void>;
};

const firstPauseMs = 200;
const longestPauseMs = 10_000;
/** A process that ran for so long was well: its next death is a new one. */
const wellMs = 30_000;
const logLimit = 10_000_000;

/** How long to wait before a process is started again, in milliseconds: the pause before it, and how long it ran. */
export function nextPause(formerMs: number, ranMs: number): number {
  if (formerMs === 0 || ranMs > wellMs) return firstPauseMs;
  return Math.min(formerMs * 2, longestPauseMs);
}

/**
 * Starts a part and starts it again when it dies, with growing pauses. It leads a process group of its own: Ctrl-C in the
 * terminal reaches only us, and we end the parts in their order, whole groups.
 */
export function supervise(part: Part, tell: (text: string) => void, onStart: () => void): Supervised {
  let child: ChildProcess | null = null;
  let isWanted = true;
  let pauseMs = 0;
  let timer: NodeJS.Timeout | undefined;

  const start = () => {
    const beganMs = wallNow().getTime();
    const running = launch(part);
    child = running;
    onStart();
    running.once('exit', (code, signal) => {
      if (child === running) child = null;
      if (!isWanted || child !== null) return;
      pauseMs = nextPause(pauseMs, wallNow().getTime() - beganMs);
      tell(`The ${part.name} stopped by itself (${signal ?? `exit code ${code}`}). It is started again.`);
      const said = lastWords(part);
      if (code !== 0 && signal === null && said) tell(said);
      timer = setTimeout(startAgain, pauseMs);
    });
  };
  const startAgain = async () => {
    start();
    const running = child;
    if (!part.untilWell) return;
    const isWell = await part.untilWell().then(
      () => true,
      () => false,
    );
    // It may have died once more meanwhile: then this is said of the one that is started next.
    if (isWell && child === running) tell(`The ${part.name} runs again.`);
  };
  const stop = async (graceMs = 10_000) => {
    isWanted = false;
    clearTimeout(timer);
    const running = child;
    if (running?.pid) await endGroup(running.pid, graceMs);
    child = null;
  };
  start();
  return {
    name: part.name,
    pid: () => child?.pid ?? null,
    stop,
    async restart() {
      await stop();
      isWanted = true;
      start();
    },
  };
}

/** Ends a process group: asks, waits, then insists. */
export async function endGroup(pid: number, graceMs: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const deadline = wallNow().getTime() + graceMs;
  while (isAlive(pid) && wallNow().getTime() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
  signalGroup(pid, 'SIGKILL');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // There is no such group any more, which is what we want.
  }
}

function launch({ name, args, environment, logFolder, isLoud = false }: Part): ChildProcess {
  const log = openLog(logFolder, name);
  const output = isLoud ? 'inherit' : log;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', `--import=${tether}`, ...args], {
    env: environment() as NodeJS.ProcessEnv,
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(log);
  child.once('error', () => child.emit('exit', 1, null));
  return child;
}

function logPath(folder: string, name: string): string {
  return join(folder, `${name.replaceAll(' ', '-')}.log`);
}

/** Opens a log at its end; a long one becomes the former one, and the former former one goes. */
function openLog(folder: string, name: string): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = logPath(folder, name);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logLimit) renameSync(path, `${path}.1`);
  return openSync(path, 'a', 0o600);
}

/** The end of a part's log, for when it cannot run. */
export function lastWords({ logFolder, name }: Pick<Part, 'logFolder' | 'name'>): string {
  try {
    return readFileSync(logPath(logFolder, name), 'utf8').slice(-1_500).trim();
  } catch {
    return '';
  }
}
