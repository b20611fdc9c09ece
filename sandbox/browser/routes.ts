import { readdirSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { worldOfPublishableKey } from '#sandbox/api/keys.ts';
import type { BankAccount } from '#sandbox/people/types.ts';
import { isInstitutionDown } from '#sandbox/world/faults.ts';
import { completeSession, filterAccounts, openSession, type SessionRow } from '#sandbox/world/linking.ts';
import type { World } from '#sandbox/world/world.ts';
import type { Worlds } from '#sandbox/world/worlds.ts';
import { bankActionSchema, frameActionSchema } from './actions.ts';
import { type DialogAnswer, keepAttempts } from './attempts.ts';
import { householdAccounts, offeredAccount } from './facts.ts';
import { serveFile } from './files.ts';

const keysSchema = z.object({ publishable_key: z.string().max(200), client_secret: z.string().max(400) });
const openSchema = keysSchema.extend({ purpose: z.enum(['accounts', 'token']).default('accounts') });
const actSchema = openSchema.extend({ action: frameActionSchema });
const bankLookSchema = z.object({ handle: z.string().max(100) });
const bankActSchema = bankLookSchema.extend({ action: bankActionSchema });
const demoSchema = keysSchema.extend({
  household: z.string().max(100).default('salaried'),
  accounts: z.array(z.string().max(100)).min(1).max(100).optional(),
});

type Failure = { error: { type: string; message: string } };

function failure(message: string): Failure {
  return { error: { type: 'invalid_request_error', message } };
}

const noSession = failure('No such Financial Connections Session for this client_secret and publishable key.');
const unreadable = failure('The request is not one that the dialog makes.');

/** The world that a publishable key names, if it exists: the browser never makes one. */
function worldOf(worlds: Worlds, publishableKey: string): World | undefined {
  const name = worldOfPublishableKey(publishableKey);
  return worlds.all().find((world) => world.name === name);
}

/** The JSON body, or null when it is not what the route takes. */
async function read<Schema extends z.ZodType>(context: Context, schema: Schema): Promise<z.infer<Schema> | null> {
  const parsed = schema.safeParse(await context.req.json().catch(() => null));
  return parsed.success ? parsed.data : null;
}

/**
 * Everything the sandbox shows in a browser: `/stripe.js`, the dialog and the bank's own window with their private
 * protocol under `/_dialog/`, `POST /_sandbox/demo/link`, which plays the person's part, and the console at `/_sandbox`,
 * which drives a world through the control routes.
 *
 * The protocol is asked by the frame, from the sandbox's own origin. Each request carries the publishable key and the client
 * secret, in its body. `businessName` = who asks for the data, as the consent names it.
 */
export function browserRoutes(worlds: Worlds, businessName: string): Hono {
  const app = new Hono();
  const attempts = keepAttempts(businessName);

  serveFiles(app);

  /** A route of the frame: finds the world behind the key, asks, and answers 400 with an `error` where it cannot go on. */
  function frameRoute<Schema extends typeof keysSchema>(
    path: string,
    schema: Schema,
    ask: (world: World, body: z.infer<Schema>) => DialogAnswer,
  ): void {
    app.post(path, async (context) => {
      const body = await read(context, schema);
      if (!body) return context.json(unreadable, 400);
      const world = worldOf(worlds, body.publishable_key);
      const answer = world ? ask(world, body) : noSession;
      return context.json(answer, 'error' in answer ? 400 : 200);
    });
  }

  frameRoute('/_dialog/open', openSchema, (world, body) => attempts.open(world, body.client_secret, body.purpose));
  frameRoute('/_dialog/view', openSchema, (world, body) => attempts.act(world, body.client_secret, body.purpose, null));
  frameRoute('/_dialog/act', actSchema, (world, body) =>
    attempts.act(world, body.client_secret, body.purpose, body.action),
  );

  app.post('/_dialog/bank/view', async (context) => {
    const body = await read(context, bankLookSchema);
    return context.json((body && attempts.actAtBank(body.handle, null)) ?? leftBehind);
  });

  app.post('/_dialog/bank/act', async (context) => {
    const body = await read(context, bankActSchema);
    return context.json((body && attempts.actAtBank(body.handle, body.action)) ?? leftBehind);
  });

  app.post('/_sandbox/demo/link', async (context) => {
    const body = await read(context, demoSchema);
    if (!body) return context.json(unreadable, 400);
    const world = worldOf(worlds, body.publishable_key);
    const answer = world ? linkAsPerson(world, body.client_secret, body) : noSession;
    return context.json(answer, 'error' in answer ? 400 : 200);
  });

  app.onError((error, context) => {
    process.stderr.write(`${error.stack}\n`);
    return context.json({ error: { type: 'api_error', message: 'The sandbox failed; its log says why.' } }, 500);
  });
  return app;
}

type Wish = { household: string; accounts?: string[] | undefined };

/**
 * Plays the person's part for one session: links the bank accounts that are named (`salaried.harborline.checking`), or every
 * one of a household that the session lets through, bank after bank up to its limit; nothing at a bank that is down. One
 * session with several institutions is more than Stripe's dialog offers.
 */
function linkAsPerson(world: World, clientSecret: string, wish: Wish): { accounts: number } | Failure {
  const opened = openSession(world, clientSecret);
  if (!opened.ok) return failure(opened.message);
  const chosen = chosenAccounts(world, opened.session, wish);
  if ('error' in chosen) return chosen;
  const down = chosen.find(({ institution }) => isInstitutionDown(world, institution));
  if (down) return failure(`The bank is down: '${down.institution}'`);
  const linked = completeSession(
    world,
    opened.session,
    chosen.map((account) => ({ bankAccountKey: account.key })),
  );
  return { accounts: linked.length };
}

function chosenAccounts(world: World, session: SessionRow, { household, accounts }: Wish): BankAccount[] | Failure {
  if (accounts) return namedAccounts(world, session, new Set(accounts));
  const offered = householdAccounts(world, session, household);
  return offered?.slice(0, session.limit ?? offered.length) ?? failure(`No such household: '${household}'`);
}

/** What the dialog would not let through is refused, as a list is an order and not a wish. */
function namedAccounts(world: World, session: SessionRow, keys: ReadonlySet<string>): BankAccount[] | Failure {
  const offered = [...keys].map((key) => ({ key, account: offeredAccount(world, session, key) }));
  const missing = offered.find(({ account }) => account === null);
  if (missing) return failure(`The session offers no account '${missing.key}'`);
  const named = offered.flatMap(({ account }) => account ?? []);
  if (session.limit !== null && named.length > session.limit)
    return failure(`The session may link ${session.limit} accounts, not ${named.length}`);
  if (filterAccounts(named, session).length < named.length)
    return failure('The session wants an account among them that can be debited');
  return named;
}

/** What a window sees whose sign-in is over, in whatever way. */
const leftBehind = { view: { stage: 'over', institution: null, problem: null } };

function serveFiles(app: Hono): void {
  const anyPage = 'http: https:';
  const script = serveFile('stripe.js');
  app.get('/stripe.js', (context) => {
    context.header('access-control-allow-origin', '*');
    return script(context);
  });
  app.get('/_dialog', (context) => context.redirect('/_dialog/'));
  app.get('/_dialog/', serveFile('dialog/index.html', anyPage));
  app.get('/_dialog/bank/', serveFile('bank/index.html'));
  app.get('/_sandbox', serveFile('console/index.html'));
  app.get('/_sandbox/', serveFile('console/index.html'));
  for (const [folder, address] of [
    ['dialog', '/_dialog'],
    ['dialog/panes', '/_dialog/panes'],
    ['bank', '/_dialog/bank'],
    ['console', '/_console'],
  ] as const) {
    for (const file of readdirSync(new URL(folder, import.meta.url))) {
      if (/\.(js|css)$/.test(file)) app.get(`${address}/${file}`, serveFile(`${folder}/${file}`));
    }
  }
}
