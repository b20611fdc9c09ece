import { env } from '#lib/env.ts';

/**
 * Where the bank's dialog comes from and whom it talks to, for the Content-Security-Policy. Stripe's own hosts, or those
 * of the two configured addresses. No SDK is loaded for this: the proxy asks it for each page.
 */
export function dialogOrigins(): { scripts: string[]; frames: string[]; connections: string[] } {
  const { STRIPE_API_URL, STRIPE_JS_URL } = env();
  const stripe = ['https://js.stripe.com', 'https://*.js.stripe.com'];
  const browser = STRIPE_JS_URL === null ? stripe : [new URL(STRIPE_JS_URL).origin];
  const api = STRIPE_API_URL === null ? 'https://api.stripe.com' : new URL(STRIPE_API_URL).origin;
  return {
    scripts: browser,
    frames: STRIPE_JS_URL === null ? [...browser, 'https://hooks.stripe.com'] : browser,
    connections: [...new Set([api, ...browser])],
  };
}
