import { join } from 'node:path';
import { startEmbedded } from '#lib/db/embedded.ts';
import { freePort, nextFreePort } from '#lib/db/free-port.ts';
import { watchDatabase } from './database-watch.ts';
import { heapArguments } from './heap.ts';
import { untilHealthy, untilSandboxAnswers } from './readiness.ts';
import { runOnce } from './run-once.ts';
import { webOrigin } from './settings.ts';
import type { Books } from './stack-books.ts';
import { lastWords } from './supervise.ts';

/** The database's port when nobody else has it: not PostgreSQL's usual one, which a machine may already use. */
const databasePort = 54_320;

/** Starts our own database, or takes the one that is named, and brings it up to date. Returns what was done, in words. */
export async function startDatabase(books: Books): Promise<string> {
  const { plan, environment } = books.options;
  if (plan.hasDatabase) await startOwnDatabase(books);
  else books.places.databaseUrl = environment.DATABASE_URL ?? '';
  const said = await runOnce('scripts/prepare-database.ts', books.environment());
  const server = books.database?.server();
  if (!server) return `database: PostgreSQL at DATABASE_URL, ${said}`;
  const kept = server.dataFolder.startsWith(plan.home) ? '' : `, data in ${server.dataFolder}`;
  const adopted = server.adopted ? ', still running from before' : '';
  return `database: PostgreSQL on 127.0.0.1:${server.port}${kept}${adopted}, ${said}`;
}

async function startOwnDatabase(books: Books): Promise<void> {
  const { plan, secrets } = books.options;
  const options = { password: secrets.databasePassword, port: databasePort };
  refuseWhenStopping(books);
  books.databaseStart = startEmbedded(plan.home, options);
  const server = await books.databaseStart;
  refuseWhenStopping(books);
  books.places.databaseUrl = server.url;
  books.database = watchDatabase(plan.home, server, options, books.tell, async (restarted) => {
    const hasMoved = restarted.url !== books.places.databaseUrl;
    books.places.databaseUrl = restarted.url;
    books.note();
    if (hasMoved) await Promise.all(books.parts.map((part) => part.restart()));
  });
}

function refuseWhenStopping(books: Books): void {
  if (books.isStopping) throw new Error('It was stopped.');
}

/** Starts the bank and the mail in a box, and waits until it answers. Returns what was done, in words. */
export async function startSandbox(books: Books): Promise<string> {
  const { places, logFolder } = books;
  const { plan } = books.options;
  const port = await nextFreePort(plan.sandboxPort);
  places.sandboxUrl = `http://127.0.0.1:${port}`;
  places.smtpPort = await freePort();
  const untilWell = () => untilSandboxAnswers(places.sandboxUrl, () => lastWords({ logFolder, name: 'sandbox' }));
  books.run({
    name: 'sandbox',
    args: ['sandbox/main.ts'],
    environment: () => ({
      ...books.environment(),
      SANDBOX_PORT: String(port),
      SANDBOX_SMTP_PORT: String(places.smtpPort),
      SANDBOX_DATA: join(plan.home, 'sandbox'),
    }),
    untilWell,
  });
  await untilWell();
  const stands = [plan.hasBank && 'bank', plan.hasMail && 'mail'].filter(Boolean).join(' and ');
  return `sandbox: ${stands} at ${places.sandboxUrl}`;
}

/** Starts the worker and the web server, and waits until they are healthy. Returns what was done, in words. */
export async function startApp(books: Books): Promise<string> {
  const { places, logFolder } = books;
  const { isDev, plan } = books.options;
  const next = 'node_modules/next/dist/bin/next';
  const heap = isDev ? [] : heapArguments;
  const web = [...heap, next, isDev ? 'dev' : 'start', '-p', String(places.port), '-H', plan.host];
  const mode = { NODE_ENV: isDev ? 'development' : 'production' };
  const inMode = () => ({ ...books.environment(), ...mode });
  books.run({
    name: 'worker',
    args: [...heap, ...(isDev ? ['--watch'] : []), 'scripts/worker.ts'],
    environment: inMode,
  });
  const words = (name: string) => lastWords({ logFolder, name });
  const untilWell = () => untilHealthy(webOrigin(plan, places.port), () => words('web server') || words('worker'));
  books.run({ name: 'web server', args: web, environment: inMode, isLoud: isDev, untilWell });
  await untilWell();
  return 'web server and worker are healthy';
}
