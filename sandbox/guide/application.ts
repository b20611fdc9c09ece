import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import type Stripe from 'stripe';

export type ApplicationOptions = {
  stripe: Stripe;
  publishableKey: string;
  /** Where Stripe.js is loaded from. Against Stripe itself this line is left out: the loader knows the address. */
  stripeJs: string;
};

/** The smallest application that links bank accounts: one page, and a server with two routes. */
export type Application = {
  url: string;
  /** The session whose client secret the page asks for next. */
  session: Stripe.FinancialConnections.Session | null;
  /** What `webhookEndpoints.create` returned, once: signatures are held against it. */
  webhookSecret: string | null;
  /** Waits for an event about an account and takes it out of the inbox. Rejects after twenty seconds. */
  event: (type: Stripe.Event['type'], account: string) => Promise<Stripe.Event>;
  close: () => Promise<void>;
};

const patienceMs = 20_000;
const require = createRequire(import.meta.url);
/** What a bundler would put into the page: the published package, untouched. */
const stripeJsPackage = readFileSync(require.resolve('@stripe/stripe-js/dist/pure.mjs'), 'utf8');

const page = ({ stripeJs, publishableKey }: ApplicationOptions) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>An application</title><script src="${stripeJs}"></script></head>
<body>
<h1>Your accounts</h1>
<button id="link">Link a bank</button>
<p role="status"></p>
<script type="module">
  import { loadStripe } from '/stripe-js.mjs';

  const { clientSecret } = await (await fetch('/session', { method: 'POST' })).json();
  const stripe = await loadStripe('${publishableKey}');
  const status = document.querySelector('[role=status]');

  document.getElementById('link').addEventListener('click', async () => {
    const { financialConnectionsSession, error } = await stripe.collectFinancialConnectionsAccounts({ clientSecret });
    if (error) status.textContent = 'Failed: ' + error.message;
    else if (financialConnectionsSession.accounts.length === 0) status.textContent = 'Nothing was linked.';
    else status.textContent = 'Linked: ' + financialConnectionsSession.accounts.map(({ id }) => id).join(' ');
  });
  document.body.dataset.ready = 'yes';
</script>
</body>
</html>`;

/** Serves the application on a free port of this machine. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const inbox = keepInbox();
  const app = new Hono();

  app.get('/', (context) => context.html(page(options)));
  app.get('/stripe-js.mjs', (context) => context.body(stripeJsPackage, 200, { 'content-type': 'text/javascript' }));

  // The page gets the client secret and nothing else of the session; a real application checks first who asks.
  app.post('/session', (context) => context.json({ clientSecret: application.session?.client_secret }));

  // The raw text, never parsed and written again: the signature is over these bytes.
  app.post('/webhook', async (context) => {
    const raw = await context.req.text();
    const signature = context.req.header('stripe-signature') ?? '';
    try {
      inbox.put(options.stripe.webhooks.constructEvent(raw, signature, application.webhookSecret ?? ''));
    } catch (error) {
      inbox.refuse(error);
      return context.text('The signature is not right.', 400);
    }
    return context.text('Thank you.');
  });

  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
  });
  const application: Application = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    session: null,
    webhookSecret: null,
    event: inbox.take,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return application;
}

/** Events as they come in, each taken once. Stripe may send one twice, so they are told apart by their id. */
function keepInbox() {
  const seen = new Set<string>();
  const waiting: Stripe.Event[] = [];
  let refused: unknown = null;
  let noticed = () => {};
  const about = (event: Stripe.Event) => (event.data.object as { id?: string }).id;

  function put(event: Stripe.Event): void {
    if (!seen.has(event.id)) waiting.push(event);
    seen.add(event.id);
    noticed();
  }

  function refuse(error: unknown): void {
    refused = error;
    noticed();
  }

  async function take(type: Stripe.Event['type'], account: string): Promise<Stripe.Event> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      if (refused) throw refused;
      const index = waiting.findIndex((event) => event.type === type && about(event) === account);
      const [found] = index >= 0 ? waiting.splice(index, 1) : [];
      if (found) return found;
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) {
        const came = waiting.map((event) => event.type).join(', ') || 'nothing';
        throw new Error(`No ${type} for ${account} within ${patienceMs / 1000} s; there came: ${came}`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        noticed = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  return { put, refuse, take };
}
