import { stopEmbedded } from '#lib/db/embedded.ts';
import { holdPort, nextFreePort } from '#lib/db/free-port.ts';
import { registerEndpoint } from './bank-endpoint.ts';
import { build, isBuilt } from './build.ts';
import { say, step } from './progress.ts';
import { webOrigin } from './settings.ts';
import { type Books, openBooks, type StackOptions } from './stack-books.ts';
import { startApp, startDatabase, startSandbox } from './stack-parts.ts';

export type StartedStack = {
  /** Starts the parts in their order and waits until all are healthy. Throws in words when one is not. */
  start: () => Promise<void>;
  /** Stops the parts in the opposite order, the database last. */
  stop: () => Promise<void>;
};

/** Everything that runs for a home folder, as one thing to start and stop. */
export function openStack(options: StackOptions): StartedStack {
  const books = openBooks(options);
  return { start: () => start(books), stop: () => stop(books) };
}

async function start(books: Books): Promise<void> {
  const { places } = books;
  const { plan, isDev } = books.options;
  const root = process.cwd();
  say(isDev ? 'Plumb, reloading on change' : 'Plumb');
  books.note();
  places.port = await nextFreePort(plan.port);
  if (places.port !== plan.port) say(`  ! Port ${plan.port} is taken; ${places.port} is used instead.`);
  const held = await holdPort(places.port);
  await done(() => startDatabase(books));
  if (plan.hasBank || plan.hasMail) await done(() => startSandbox(books));
  if (plan.hasBank) places.webhookSecret = await registerEndpoint(places.sandboxUrl, webOrigin(plan, places.port));
  if (!isDev && !(await isBuilt(root))) {
    await done(() => build(root).then(() => 'built'), 'building the app, which takes half a minute');
  }
  if (books.isStopping) return;
  await done(async () => {
    await held.release();
    return startApp(books);
  });
  books.address = books.environment().PUBLIC_URL ?? webOrigin(plan, places.port);
  books.note();
  greet(books);
}

/** Does one step of the start and says what was done; `first` is said before one that takes long. */
async function done(work: () => Promise<string>, first: string | null = null): Promise<void> {
  await step(first, async () => ({ value: undefined, done: await work() }));
}

function greet({ address, environment, places, options, logFolder }: Books): void {
  const demo = environment().DEMO_BANK_URL ? ', or choose “Try the demo”' : '';
  say(`\nPlumb is ready:  ${address}`);
  say(`To sign in, create an account there${demo}.`);
  if (options.plan.hasBank) {
    say(`The bank in a box, with its clock and its mail:  ${places.sandboxUrl}/_sandbox`);
  }
  say(`Logs: ${logFolder}   Stop: Ctrl-C\n`);
}

async function stop(books: Books): Promise<void> {
  books.isStopping = true;
  await books.database?.forget();
  for (const part of books.parts.toReversed()) await part.stop(20_000);
  // It runs on without us, so that one that is just starting is waited for.
  const server = await books.databaseStart?.catch(() => null);
  if (server) await stopEmbedded(server.dataFolder);
}
