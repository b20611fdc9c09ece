import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings } from '#lib/env.ts';
import { asSetting, type Secrets } from './secrets.ts';

export type Environment = Record<string, string | undefined>;

/** What runs beside the web server and the worker. */
export type Plan = {
  home: string;
  /** our own PostgreSQL, because no other was named */
  hasDatabase: boolean;
  /** the sandbox stands for the bank, because no keys of Stripe's were given */
  hasBank: boolean;
  /** the sandbox receives the mail, because play money needs no mail server */
  hasMail: boolean;
  /** the port that is wished for */
  port: number;
};

/** Where the parts turned out to be. */
export type Places = { port: number; databaseUrl: string; sandboxUrl: string; smtpPort: number; webhookSecret: string };

/** The name of the sandbox world that an app of our own lives in; its keys carry it. */
export const world = 'plumb';

/** Reads `.env` beside package.json into the environment; what is already set stays. */
export function loadDotEnv(path = '.env'): void {
  if (existsSync(path)) process.loadEnvFile(path);
}

/** Decides from the environment what has to be run. */
export function planFrom(environment: Environment): Plan {
  const set = (name: string) => Boolean(environment[name]?.trim());
  const hasBank = !['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_API_URL'].some(set);
  const isLive = /^(sk|rk)_live_/.test(environment.STRIPE_SECRET_KEY?.trim() ?? '');
  return {
    home: resolve(environment.PLUMB_HOME?.trim() || '.plumb'),
    hasDatabase: !set('DATABASE_URL'),
    hasBank,
    hasMail: !set('SMTP_URL') && !isLive,
    port: Number(environment.PORT?.trim() || 3000),
  };
}

/** The environment of our processes: what was set, and for the rest what the parts that we run ourselves provide. */
export function completeEnvironment(
  environment: Environment,
  plan: Plan,
  secrets: Secrets,
  places: Places,
): Environment {
  const { port, databaseUrl, sandboxUrl, smtpPort, webhookSecret } = places;
  const control = (path: string) => `${sandboxUrl}/_sandbox/${path}?world=${world}`;
  const bank = {
    STRIPE_SECRET_KEY: `sk_test_${world}`,
    STRIPE_PUBLISHABLE_KEY: `pk_test_${world}`,
    STRIPE_WEBHOOK_SECRET: webhookSecret,
    STRIPE_API_URL: sandboxUrl,
    STRIPE_JS_URL: `${sandboxUrl}/stripe.js`,
    CLOCK_URL: control('clock'),
    DEMO_BANK_URL: control('demo/link'),
    // A balance of the sandbox costs nothing, and a fresh one makes the proof complete.
    BALANCE_EVERY_HOURS: '0',
  };
  const mail = { SMTP_URL: `smtp://plumb:x@127.0.0.1:${smtpPort}`, MAIL_INBOX_URL: control('mail') };
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  return {
    AUTH_SECRET: secrets.authSecret,
    DATA_KEYS: asSetting(secrets.dataKeys),
    ...(plan.hasBank ? bank : {}),
    ...(plan.hasMail ? mail : {}),
    ...given,
    NEXT_TELEMETRY_DISABLED: '1',
    PLUMB_HOME: plan.home,
    PORT: String(port),
    DATABASE_URL: plan.hasDatabase ? databaseUrl : environment.DATABASE_URL,
    PUBLIC_URL: environment.PUBLIC_URL?.trim() || `http://localhost:${port}`,
  };
}

/** Everything that is wrong with the settings, before anything runs. Parts of our own count as if they stood already. */
export function settingProblems(environment: Environment, plan: Plan, secrets: Secrets): string[] {
  const expected: Places = {
    port: Number.isInteger(plan.port) && plan.port > 0 && plan.port < 65_536 ? plan.port : 3000,
    databaseUrl: 'postgresql://127.0.0.1/plumb',
    sandboxUrl: 'http://127.0.0.1:12111',
    smtpPort: 2525,
    webhookSecret: 'whsec_expected',
  };
  const read = readSettings(completeEnvironment(environment, plan, secrets, expected));
  const problems = read.ok ? [] : read.problems;
  if (expected.port !== plan.port) problems.push('PORT must be a whole number from 1 to 65535');
  return problems;
}
