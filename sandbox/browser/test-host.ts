import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { reactPage, reactScript } from './test-react.ts';

/** What the page of an application would have: a policy without inline styles or scripts, and the official loader. */
export type TestHost = {
  origin: string;
  /** Address of a page that opens the dialog for a session; no two are the same but for what stands behind the "#". */
  pageFor(publishableKey: string, clientSecret: string, variant?: Variant, method?: Method): string;
  close(): Promise<void>;
};

/**
 * `isolated`: the page cuts its ties to the windows it opens (Cross-Origin-Opener-Policy). `unframed`: its policy forgets
 * to let the sandbox's frame in. `react`: the page uses the official components.
 */
export type Variant = 'plain' | 'isolated' | 'unframed' | 'react';
/** What the page's button calls. */
export type Method = 'collectFinancialConnectionsAccounts' | 'collectBankAccountToken';

const loaderFile = createRequire(import.meta.url).resolve('@stripe/stripe-js/dist/pure.mjs');

const reactBody = (nonce: string) =>
  `<body><main><h1>An application</h1><div id="root"></div></main><script nonce="${nonce}" src="/react.js"></script></body>`;
const plainBody = `<body><main><h1>An application</h1><p><button id="other">Something else</button> <button id="link">Link a bank</button></p>
<pre id="result"></pre></main></body>`;

const page = (nonce: string, sandboxOrigin: string, variant: string | undefined) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>An application</title><meta name="color-scheme" content="light dark">
<script nonce="${nonce}" src="${sandboxOrigin}/stripe.js"></script>
<script nonce="${nonce}" type="module" src="${variant === 'react' ? '/react-page.js' : '/page.js'}"></script>
</head>
${variant === 'react' ? reactBody(nonce) : plainBody}</html>`;

const pageScript = `
import { loadStripe } from '/loader.js';
const [publishableKey, clientSecret, method] = location.hash.slice(1).split(',');
const stripe = await loadStripe(publishableKey);
const place = document.getElementById('result');
document.getElementById('link').addEventListener('click', async () => {
  place.textContent = '';
  try {
    place.textContent = JSON.stringify(await stripe[method]({ clientSecret }));
  } catch (error) {
    place.textContent = JSON.stringify({ thrown: error.name, message: error.message });
  }
});
document.body.dataset.ready = 'yes';
`;

/** Serves a page on a free port whose policy is as strict as a policy can be while the dialog still works. */
export async function startTestHost(sandboxOrigin: string): Promise<TestHost> {
  const app = new Hono();
  app.get('/', (context) => {
    const nonce = randomBytes(12).toString('base64');
    const variant = context.req.query('variant');
    if (variant === 'isolated') context.header('cross-origin-opener-policy', 'same-origin');
    const frames = variant === 'unframed' ? "'none'" : sandboxOrigin;
    context.header(
      'content-security-policy',
      `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic'; style-src 'nonce-${nonce}'; img-src 'self'; ` +
        `connect-src 'self'; frame-src ${frames}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    return context.html(page(nonce, sandboxOrigin, variant));
  });
  const script = (body: string) => new Response(body, { headers: { 'content-type': 'text/javascript' } });
  app.get('/page.js', () => script(pageScript));
  app.get('/react.js', () => script(reactScript()));
  app.get('/react-page.js', () => script(reactPage));
  app.get('/loader.js', () => script(readFileSync(loaderFile, 'utf8')));
  app.get('/favicon.ico', (context) => context.body(null, 204));
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(started));
  });
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  let pages = 0;
  return {
    origin,
    pageFor: (publishableKey, clientSecret, variant = 'plain', method = 'collectFinancialConnectionsAccounts') => {
      pages += 1;
      return `${origin}/?page=${pages}&variant=${variant}#${publishableKey},${clientSecret},${method}`;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
