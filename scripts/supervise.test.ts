import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive } from '#lib/db/processes.ts';
import { record, releaseHome, takeHome } from './running.ts';
import { lastWords, nextPause, type Part, type Supervised, supervise } from './supervise.ts';

let home: string;
let part: Supervised | null = null;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plumb-supervise-'));
});
afterEach(async () => {
  await part?.stop(100);
  part = null;
  await rm(home, { recursive: true, force: true });
});

const node = { PATH: process.env.PATH };

/** Keeps a script running; `said` collects what a person would be told. */
async function keep(
  script: string,
  environment: () => Record<string, string | undefined> = () => node,
  more: Pick<Part, 'untilWell'> = {},
) {
  const path = join(home, 'part.mjs');
  await writeFile(path, script);
  const said: string[] = [];
  const kept = { said, starts: 0 };
  part = supervise(
    { name: 'part', args: [path], environment, logFolder: home, ...more },
    (text) => said.push(text),
    () => {
      kept.starts += 1;
    },
  );
  return Object.assign(kept, { part });
}

/** Looks again until something is so; the test's own time limit is the end of patience. */
async function until<T>(look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await pause(10);
  }
}

const forEver = 'console.log("up", process.env.MARK ?? ""); setInterval(() => {}, 1000);';

describe('a supervised part', () => {
  test('is started again when it is killed, and that is said', async () => {
    const kept = await keep(forEver);
    const first = await until(() => kept.part.pid());
    process.kill(first, 'SIGKILL');
    const second = await until(() => (kept.part.pid() !== first ? kept.part.pid() : null));
    expect(isAlive(second)).toBe(true);
    expect(kept.said.join()).toMatch(/The part stopped by itself \(SIGKILL\)\. It is started again\./);
  });

  test('is said to run again once it is well, and not where it has died meanwhile', async () => {
    const waits: PromiseWithResolvers<void>[] = [];
    const untilWell = () => {
      const wait = Promise.withResolvers<void>();
      waits.push(wait);
      return wait.promise;
    };
    const kept = await keep(forEver, () => node, { untilWell });
    for (const died of [1, 2]) {
      process.kill(await until(() => kept.part.pid()), 'SIGKILL');
      await until(() => waits.length === died);
    }
    waits[0]?.resolve();
    waits[1]?.resolve();
    await until(() => kept.said.includes('The part runs again.'));
    expect(kept.said.filter((words) => words === 'The part runs again.')).toHaveLength(1);
  });

  test('waits longer each time that it cannot run, ten seconds at most, and begins anew once it was well', () => {
    const pauses: number[] = [];
    for (let pauseMs = 0; pauses.length < 8; pauses.push(pauseMs)) pauseMs = nextPause(pauseMs, 100);
    expect(pauses).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000]);
    expect(nextPause(10_000, 30_001)).toBe(200);
  });

  test('is tried again and shows its last words when it cannot run', async () => {
    const kept = await keep('console.error("no disk left"); process.exit(3);');
    await until(() => kept.starts >= 3);
    expect(kept.said.join('\n')).toMatch(/exit code 3[\s\S]*no disk left/);
    expect(lastWords({ logFolder: home, name: 'part' })).toContain('no disk left');
  });

  test('stays down when it is stopped, with everything that it started', async () => {
    const kept = await keep(`
      import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
      console.log('child', child.pid);
      setInterval(() => {}, 1000);`);
    const grandchild = Number(
      await until(async () => /child (\d+)/.exec(lastWords({ logFolder: home, name: 'part' }))?.[1]),
    );
    await kept.part.stop();
    expect(kept.part.pid()).toBeNull();
    await until(() => !isAlive(grandchild));
    expect(kept.said).toEqual([]);
  });

  test('takes its environment of now when it is started anew', async () => {
    let mark = 'before';
    const kept = await keep(forEver, () => ({ ...node, MARK: mark }));
    await until(() => lastWords({ logFolder: home, name: 'part' }).includes('up before'));
    mark = 'after';
    await kept.part.restart();
    await until(() => lastWords({ logFolder: home, name: 'part' }).includes('up after'));
  });

  test('ends by itself when its supervisor is gone', async () => {
    const supervisor = join(home, 'supervisor.ts');
    await writeFile(join(home, 'part.mjs'), forEver);
    const source = new URL('./supervise.ts', import.meta.url).href;
    await writeFile(
      supervisor,
      `import { supervise } from '${source}';
       const part = supervise({ name: 'part', args: ['${home}/part.mjs'], environment: () => ({}), logFolder: '${home}' }, () => {}, () => {});
       console.log(part.pid());
       setInterval(() => {}, 1000);`,
    );
    const { spawn } = await import('node:child_process');
    const running = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', supervisor], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const orphan = await new Promise<number>((resolve) => running.stdout.once('data', (text) => resolve(Number(text))));
    await until(() => lastWords({ logFolder: home, name: 'part' }).includes('up'));
    running.kill('SIGKILL');
    await until(() => !isAlive(orphan));
  });
});

describe('a home folder', () => {
  test('is free again when its start was killed, and what that left running is ended', async () => {
    const kept = await keep(forEver);
    const pid = await until(() => kept.part.pid());
    await record(home, { address: null, sandbox: null, parts: [{ name: 'part', pid }] });
    const text = await readFile(join(home, 'running.json'), 'utf8');
    await writeFile(join(home, 'running.json'), text.replace(`"pid":${process.pid}`, '"pid":999999999'));
    expect(await takeHome(home)).toBeNull();
    await until(() => kept.said.length > 0);
    await releaseHome(home);
  });

  test('is nobody’s when the process id of its start is somebody else’s now', async () => {
    await record(home, { address: 'http://localhost:1', sandbox: null, parts: [] });
    expect(await takeHome(home)).toBeNull();
  });
});
