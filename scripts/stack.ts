import { join } from 'node:path';
import { startEmbedded, stopEmbedded } from '#lib/db/embedded.ts';
import { freePort, holdPort, nextFreePort } from '#lib/db/free-port.ts';
import { registerEndpoint } from './bank-endpoint.ts';
import { build, isBuilt } from './build.ts';
import { type DatabaseWatch, watchDatabase } from './database-watch.ts';
import { say, step } from './progress.ts';
import { untilHealthy, untilSandboxAnswers } from './readiness.ts';
import { runOnce } from './run-once.ts';
import { record } from './running.ts';
import type { Secrets } from './secrets.ts';
import { completeEnvironment, type Environment, type Places, type Plan } from './settings.ts';
import { lastWords, type Part, type Supervised, supervise } from './supervise.ts';

// A worker that takes in a million rows leaves little behind it, but Node would let a gigabyte of that lie before it tidies up.
const smallHeap = ['--max-old-space-size=256', '--max-semi-space-size=8'];

export type StackOptions = { plan: Plan; secrets: Secrets; isDev: boolean; environment: Environment };

export type StartedStack = {
  /** Starts the parts in their order and waits until all are healthy. Throws in words when one is not. */
  start: () => Promise<void>;
  /** Stops the parts in the opposite order, the database last. */
  stop: () => Promise<void>;
};

/** The database's port when nobody else has it: not PostgreSQL's usual one, which a machine may already use. */
const databasePort = 54_320;
const sandboxPort = 12_111;

/** Everything that runs for a home folder, as one thing to start and stop. */
export function openStack({ plan, secrets, isDev, environment }: StackOptions): StartedStack {
  const { home } = plan;
  const logFolder = join(home, 'logs');
  const places: Places = { port: plan.port, databaseUrl: '', sandboxUrl: '', smtpPort: 0, webhookSecret: '' };
  const parts: Supervised[] = [];
  let database: DatabaseWatch | null = null;
  let address: string | null = null;
  let isStopping = false;

  const tell = (text: string) => {
    if (!isStopping) say(`  ! ${text}`);
  };
  // One after the other: two at once would write the same half-file.
  let noted = Promise.resolve();
  const note = () => {
    const running = parts.flatMap((part) => {
      const pid = part.pid();
      return pid === null ? [] : [{ name: part.name, pid }];
    });
    const facts = { address, sandbox: places.sandboxUrl || null, parts: running };
    noted = noted
      .then(() => record(home, facts))
      .catch((error) => tell(`The record of this start was not written: ${error}`));
  };
  const own = () => completeEnvironment(environment, plan, secrets, places);
  const run = (part: Pick<Part, 'name' | 'args'> & Partial<Part>): Supervised => {
    const supervised = supervise({ environment: own, logFolder, ...part }, tell, () => setImmediate(note));
    parts.push(supervised);
    return supervised;
  };

  async function startDatabase(): Promise<{ value: undefined; done: string }> {
    if (!plan.hasDatabase) {
      places.databaseUrl = environment.DATABASE_URL ?? '';
    } else {
      const options = { password: secrets.databasePassword, port: databasePort };
      const server = await startEmbedded(home, options);
      places.databaseUrl = server.url;
      database = watchDatabase(home, server, options, tell, async (restarted) => {
        const hasMoved = restarted.url !== places.databaseUrl;
        places.databaseUrl = restarted.url;
        note();
        if (hasMoved) await Promise.all(parts.map((part) => part.restart()));
      });
      if (isStopping) throw new Error('It was stopped.');
    }
    const said = await runOnce('scripts/prepare-database.ts', own());
    const where = database ? `PostgreSQL on 127.0.0.1:${database.server().port}` : 'PostgreSQL at DATABASE_URL';
    const kept =
      database && !database.server().dataFolder.startsWith(home) ? `, data in ${database.server().dataFolder}` : '';
    const adopted = database?.server().adopted ? ', still running from before' : '';
    return { value: undefined, done: `database: ${where}${kept}${adopted}, ${said}` };
  }

  async function startSandbox(): Promise<{ value: undefined; done: string }> {
    const port = await nextFreePort(Number(environment.SANDBOX_PORT) || sandboxPort);
    places.sandboxUrl = `http://127.0.0.1:${port}`;
    places.smtpPort = await freePort();
    run({
      name: 'sandbox',
      args: ['sandbox/main.ts'],
      environment: () => ({
        ...own(),
        SANDBOX_PORT: String(port),
        SANDBOX_SMTP_PORT: String(places.smtpPort),
        SANDBOX_DATA: join(home, 'sandbox'),
      }),
    });
    await untilSandboxAnswers(places.sandboxUrl, () => lastWords({ logFolder, name: 'sandbox' }));
    const stands = [plan.hasBank && 'bank', plan.hasMail && 'mail'].filter(Boolean).join(' and ');
    return { value: undefined, done: `sandbox: ${stands} at ${places.sandboxUrl}` };
  }

  function startWeb(): void {
    const next = 'node_modules/next/dist/bin/next';
    const host = environment.HOST?.trim() || '127.0.0.1';
    const web = [next, isDev ? 'dev' : 'start', '-p', String(places.port), '-H', host];
    const mode = { NODE_ENV: isDev ? 'development' : 'production' };
    const inMode = () => ({ ...own(), ...mode });
    const worker = [...smallHeap, ...(isDev ? ['--watch'] : []), 'scripts/worker.ts'];
    run({ name: 'worker', args: worker, environment: inMode });
    run({ name: 'web server', args: web, environment: inMode, isLoud: isDev });
  }

  async function start(): Promise<void> {
    say(isDev ? 'Plumb, reloading on change' : 'Plumb');
    note();
    places.port = await nextFreePort(plan.port);
    if (places.port !== plan.port) say(`  ! Port ${plan.port} is taken; ${places.port} is used instead.`);
    const held = await holdPort(places.port);
    await step(null, startDatabase);
    if (plan.hasBank || plan.hasMail) await step(null, startSandbox);
    if (plan.hasBank) places.webhookSecret = await registerEndpoint(places.sandboxUrl, places.port);
    if (!isDev && !(await isBuilt(process.cwd()))) {
      await step('building the app, which takes half a minute', async () => {
        await build(process.cwd());
        return { value: undefined, done: 'built' };
      });
    }
    if (isStopping) return;
    const url = `http://127.0.0.1:${places.port}`;
    await step(null, async () => {
      await held.release();
      startWeb();
      await untilHealthy(
        url,
        () => lastWords({ logFolder, name: 'web server' }) || lastWords({ logFolder, name: 'worker' }),
      );
      return { value: undefined, done: 'web server and worker are healthy' };
    });
    address = own().PUBLIC_URL ?? url;
    note();
    greet(own());
  }

  function greet(settings: Environment): void {
    const demo = settings.DEMO_BANK_URL ? ', or choose “Try the demo”' : '';
    say(`\nPlumb is ready:  ${address}`);
    say(`To sign in, create an account there${demo}.`);
    if (plan.hasBank) say(`The bank in a box, with its clock and its mail:  ${places.sandboxUrl}/_sandbox`);
    say(`Logs: ${logFolder}   Stop: Ctrl-C\n`);
  }

  async function stop(): Promise<void> {
    isStopping = true;
    database?.forget();
    for (const part of parts.toReversed()) await part.stop(20_000);
    if (database) await stopEmbedded(database.server().dataFolder);
  }

  return { start, stop };
}
