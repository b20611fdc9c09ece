import http from 'node:http';
import https from 'node:https';
import Stripe from 'stripe';
import { env } from '#lib/env.ts';

// A page of a hundred rows is far below a second; a bank that needs longer is asked again rather than waited for.
const timeoutMs = 20_000;

let shared: { client: Stripe; key: string; address: string | null } | null = null;

/**
 * The SDK's client for the configured key and address, one per process. It keeps its sockets open (reading 100,000 rows
 * is a thousand requests in a row), retries what failed on the way as the SDK does (twice, with a growing pause and the
 * same idempotency key), and sends no telemetry.
 */
export function stripe(): Stripe {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_URL: apiUrl } = env();
  const address = apiUrl ?? null;
  if (shared?.key !== key || shared.address !== address) {
    shared = { client: new Stripe(key, { ...transport(address), ...common }), key, address };
  }
  return shared.client;
}

/** What the bank's dialog needs in the browser. `scriptUrl` null: the script comes from its usual place. */
export function bankDialogSettings(): { publishableKey: string; scriptUrl: string | null } {
  const { STRIPE_PUBLISHABLE_KEY, STRIPE_JS_URL } = env();
  return { publishableKey: STRIPE_PUBLISHABLE_KEY, scriptUrl: STRIPE_JS_URL ?? null };
}

const common = {
  timeout: timeoutMs,
  maxNetworkRetries: 2,
  telemetry: false,
  appInfo: { name: 'plumb' },
} as const;

function transport(address: string | null) {
  const sockets = { keepAlive: true, maxSockets: 64 };
  if (address === null) return { httpAgent: new https.Agent(sockets) };
  const url = new URL(address);
  const isPlain = url.protocol === 'http:';
  return {
    // A host of IPv6 stands in brackets in an address, and nowhere else.
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || (isPlain ? 80 : 443),
    protocol: isPlain ? ('http' as const) : ('https' as const),
    httpAgent: isPlain ? new http.Agent(sockets) : new https.Agent(sockets),
  };
}
