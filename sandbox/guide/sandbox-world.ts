import Stripe from 'stripe';
import type { Walk } from './guide.ts';

/** What the guide needs to know of a sandbox: a world that begins the same each time, its keys, and a day that passes. */
export async function guideWorld(
  sandboxUrl: string,
): Promise<Pick<Walk, 'stripe' | 'publishableKey' | 'stripeJs' | 'aDayPasses'>> {
  const world = 'guide';
  const { hostname, port } = new URL(sandboxUrl);
  const control = async (path: string, body: object): Promise<void> => {
    const url = new URL(`/_sandbox/${path}?world=${world}`, sandboxUrl);
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`The sandbox refused ${path}: ${await response.text()}`);
  };
  await control('reset', { seed: 1, now: '2026-03-16T15:00:00Z', keepEndpoints: false });
  return {
    stripe: new Stripe(`sk_test_${world}`, {
      // A host of IPv6 stands in brackets in an address, and nowhere else.
      host: hostname.replace(/^\[|\]$/g, ''),
      port,
      protocol: 'http',
      telemetry: false,
      maxNetworkRetries: 0,
      emitEventBodies: true,
    }),
    publishableKey: `pk_test_${world}`,
    stripeJs: new URL('/stripe.js', sandboxUrl).href,
    aDayPasses: () => control('advance', { days: 1 }),
  };
}
