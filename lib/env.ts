import { isIP } from 'node:net';
import { z } from 'zod';

/** A data key: `id` says which key sealed a value, `key` is 32 bytes. */
export type DataKey = { readonly id: string; readonly key: Buffer };

const list = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const address = z.url({ protocol: /^https?$/, error: 'must be an http(s) address' });
const optional = <T extends z.ZodType>(schema: T) => schema.nullable().default(null);
const count = (least: number, otherwise: number) => z.coerce.number().int().min(least).default(otherwise);

const dataKeys = z.string({ error: 'is missing' }).transform((text, context): readonly DataKey[] => {
  const keys = list(text).map((part) => {
    const colon = part.indexOf(':');
    return { id: part.slice(0, Math.max(colon, 0)), key: Buffer.from(part.slice(colon + 1), 'base64') };
  });
  const usable = keys.length > 0 && keys.every(({ id, key }) => /^[\w-]{1,32}$/.test(id) && key.length === 32);
  if (!usable) context.addIssue({ code: 'custom', message: 'must be a list of id:key, each key 32 bytes in base64' });
  if (new Set(keys.map(({ id }) => id)).size !== keys.length)
    context.addIssue({ code: 'custom', message: 'names the same key id twice' });
  return keys;
});

/** An address, or a range as CIDR: a slip would otherwise be found by the first request. */
function isAddressRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

const required = (what: string) => z.string({ error: `is missing: ${what}` });

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: count(1, 3000),
  PLUMB_HOME: z.string().default('.plumb'),
  DATABASE_URL: required('the address of PostgreSQL').refine((url) => /^postgres(ql)?:\/\//.test(url), {
    error: 'must start with postgresql://',
  }),
  PUBLIC_URL: optional(address),
  AUTH_SECRET: required('at least 32 characters of randomness').min(32, { error: 'must have at least 32 characters' }),
  DATA_KEYS: dataKeys,
  STRIPE_SECRET_KEY: required("Stripe's secret key").regex(/^(sk|rk)_(test|live)_/, {
    error: 'must start with sk_test_, rk_test_, sk_live_ or rk_live_',
  }),
  STRIPE_PUBLISHABLE_KEY: required("Stripe's publishable key").regex(/^pk_(test|live)_/, {
    error: 'must start with pk_test_ or pk_live_',
  }),
  STRIPE_WEBHOOK_SECRET: required("the webhook endpoint's signing secret")
    .transform(list)
    .refine((secrets) => secrets.length > 0, { error: 'is missing' }),
  STRIPE_API_URL: optional(address),
  STRIPE_JS_URL: optional(address),
  CLOCK_URL: optional(address),
  DEMO_BANK_URL: optional(address),
  MAIL_INBOX_URL: optional(address),
  BANK_CONSOLE_URL: optional(address),
  SMTP_URL: required('the address of a mail server').refine((url) => /^smtps?:\/\//.test(url), {
    error: 'must start with smtp:// or smtps://',
  }),
  MAIL_FROM: z.string().default('Plumb <plumb@localhost>'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(list)
    .refine((ranges) => ranges.every(isAddressRange), {
      error: 'must be a list of addresses or CIDR ranges, such as 10.0.0.0/8, ::1',
    }),
  BALANCE_EVERY_HOURS: z.coerce.number().min(0).default(24),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  WEB_POOL: count(1, 10),
  WORKER_POOL: count(1, 8),
  SWEEP_EVERY_SECONDS: count(1, 300),
  RENEW_EVERY_SECONDS: count(1, 60),
});

/** Settings as the code reads them. What is optional and not set is null. */
export type Env = Readonly<Omit<z.output<typeof schema>, 'PUBLIC_URL'> & { PUBLIC_URL: string }>;

/** Addresses that stand for somebody else's: play money must never meet real money. */
const playOnly = [
  'STRIPE_API_URL',
  'STRIPE_JS_URL',
  'CLOCK_URL',
  'DEMO_BANK_URL',
  'MAIL_INBOX_URL',
  'BANK_CONSOLE_URL',
] as const;

function contradictions(source: Record<string, string>): string[] {
  const secret = source.STRIPE_SECRET_KEY ?? '';
  const publishable = source.STRIPE_PUBLISHABLE_KEY ?? '';
  const mode = (key: string) => /^(?:sk|rk|pk)_(test|live)_/.exec(key)?.[1];
  const problems: string[] = [];
  if (mode(secret) === 'live' || mode(publishable) === 'live') {
    for (const name of playOnly) {
      if (source[name])
        problems.push(`${name} cannot be set together with a live key: it would mix play and real money`);
    }
  }
  if (mode(secret) && mode(publishable) && mode(secret) !== mode(publishable)) {
    problems.push('STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of different modes (one test, one live)');
  }
  return problems;
}

/**
 * Reads settings from an environment. An empty value counts as not set. Returns either the settings or every problem,
 * each a sentence that names the setting and never its value.
 */
export function readSettings(
  environment: Record<string, string | undefined>,
): { ok: true; env: Env } | { ok: false; problems: string[] } {
  const source = Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => Boolean(entry[1]?.trim())),
  );
  const parsed = schema.safeParse(source);
  const problems = contradictions(source);
  if (!parsed.success) {
    const worded = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    return { ok: false, problems: [...worded, ...problems] };
  }
  if (problems.length > 0) return { ok: false, problems };
  const publicUrl = (parsed.data.PUBLIC_URL ?? `http://localhost:${parsed.data.PORT}`).replace(/\/+$/, '');
  return { ok: true, env: Object.freeze({ ...parsed.data, PUBLIC_URL: publicUrl }) };
}

let settings: Env | null = null;

/** The process's settings, read once from its environment. Throws with every problem at once. */
export function env(): Env {
  if (settings) return settings;
  const read = readSettings(process.env);
  if (!read.ok)
    throw new Error(`The settings are not complete:\n${read.problems.map((text) => `  - ${text}`).join('\n')}`);
  settings = read.env;
  return settings;
}

/** Makes the next `env()` read the environment again: for tests that change it. */
export function forgetEnv(): void {
  settings = null;
}
