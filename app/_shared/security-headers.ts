/** What the policy of one response depends on. */
export type PolicyInput = {
  nonce: string;
  /** the app is reached by TLS */
  isHttps: boolean;
  /** a development server: evaluates code and talks to itself over a web socket */
  isDevelopment: boolean;
  dialog: { scripts: readonly string[]; frames: readonly string[]; connections: readonly string[] };
};

/**
 * The Content-Security-Policy of a page. Scripts run only with this response's nonce, or when such a script loads them
 * (`strict-dynamic`; the hosts beside it are for browsers that do not know it). Style *elements* need the nonce or come
 * from us; style *attributes* are allowed, for charts and virtual rows are placed by them and they cannot run anything.
 */
export function contentSecurityPolicy({ nonce, isHttps, isDevelopment, dialog }: PolicyInput): string {
  const own = `'self' 'nonce-${nonce}'`;
  const rules = [
    `default-src 'self'`,
    `script-src ${own} 'strict-dynamic' ${dialog.scripts.join(' ')}${isDevelopment ? " 'unsafe-eval'" : ''}`,
    `script-src-attr 'none'`,
    // The development server writes style elements without a nonce.
    `style-src-elem 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `style-src-attr 'unsafe-inline'`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self' ${dialog.connections.join(' ')}${isDevelopment ? ' ws: wss:' : ''}`,
    `frame-src ${dialog.frames.join(' ')}`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ];
  return rules.join('; ');
}

/**
 * The headers that every answer carries. `same-origin` and not `no-referrer`: with the latter a browser sends
 * `Origin: null` with a form, and a form of ours could not be told from a stranger's. The opener policy keeps a bank's
 * sign-in window, which we open, able to report back.
 */
export const fixedHeaders: readonly { key: string; value: string }[] = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin-allow-popups' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'X-Permitted-Cross-Domain-Policies', value: 'none' },
  { key: 'X-DNS-Prefetch-Control', value: 'off' },
  {
    key: 'Permissions-Policy',
    value:
      'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), midi=(), display-capture=(), browsing-topics=()',
  },
];

/** Tells browsers to come by TLS only, for two years; sent where TLS stands before the app. */
export const transportHeader = { key: 'Strict-Transport-Security', value: 'max-age=63072000; includeSubDomains' };

/**
 * Whether a request that changes something may have been sent by another site. Browsers say so in `Sec-Fetch-Site`;
 * where they do not, `Origin` must be the host that was asked. Neither header: no browser, and so no cookie of a person's
 * that somebody else could use.
 */
export function isForeignWrite(method: string, headers: { get(name: string): string | null }): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return false;
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  if (origin === null) return false;
  const host = headers.get('x-forwarded-host') ?? headers.get('host');
  try {
    return new URL(origin).host !== host;
  } catch {
    return true;
  }
}
