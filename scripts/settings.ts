import { existsSync } from 'node:fs';
import { isIP, isIPv6 } from 'node:net';
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
  /** the address that the web server listens on */
  host: string;
  /** the ports that are wished for */
  port: number;
  sandboxPort: number;
};

/** Where the parts turned out to be. */
export type Places = { port: number; databaseUrl: string; sandboxUrl: string; smtpPort: number; webhookSecret: string };

/** The name of the sandbox world that an app of our own lives in; its keys carry it. */
export const world = 'plumb';

/** Reads `.env` beside package.json into the environment; what is already set stays. */
export function loadDotEnv(path = '.env'): void {
  if (existsSync(path)) process.loadEnvFile(path);
}

/** Whoever has set one of these has a bank of their own. */
const bankNames = ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET', 'STRIPE_API_URL'];

/** Decides from the environment what has to be run. */
export function planFrom(environment: Environment): Plan {
  const set = (name: string) => Boolean(environment[name]?.trim());
  const hasBank = !bankNames.some(set);
  const isLive = /^(sk|rk)_live_/.test(environment.STRIPE_SECRET_KEY?.trim() ?? '');
  return {
    home: resolve(environment.PLUMB_HOME?.trim() || '.plumb'),
    hasDatabase: !set('DATABASE_URL'),
    hasBank,
    hasMail: !set('SMTP_URL') && !isLive,
    host: environment.HOST?.trim() || '127.0.0.1',
    port: Number(environment.PORT?.trim() || 3000),
    sandboxPort: Number(environment.SANDBOX_PORT?.trim() || 12_111),
  };
}

/** Where the web server is reached from this machine: at the address it listens on, or at loopback when at all of them. */
export function webOrigin({ host }: Pick<Plan, 'host'>, port: number): string {
  const at = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${isIPv6(at) ? `[${at}]` : at}:${port}`;
}

/** What a person types: the name that passkeys and cookies need where the web server listens on loopback. */
function publicUrl(plan: Plan, port: number): string {
  const isLoopback = ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(plan.host);
  return isLoopback ? `http://localhost:${port}` : webOrigin(plan, port);
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
    BANK_CONSOLE_URL: `${sandboxUrl}/_sandbox?world=${world}`,
    // A balance of the sandbox costs nothing, and a fresh one makes the proof complete.
    BALANCE_EVERY_HOURS: '0',
    // Its time is moved by hand: the app beside that hand moves with it.
    RENEW_EVERY_SECONDS: '4',
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
    PUBLIC_URL: environment.PUBLIC_URL?.trim() || publicUrl(plan, port),
  };
}

/** Everything that is wrong with the settings, before anything runs. Parts of our own count as if they stood already. */
export function settingProblems(environment: Environment, plan: Plan, secrets: Secrets): string[] {
  const isPort = (port: number) => Number.isInteger(port) && port > 0 && port < 65_536;
  const expected: Places = {
    port: isPort(plan.port) ? plan.port : 3000,
    databaseUrl: 'postgresql://127.0.0.1/plumb',
    sandboxUrl: 'http://127.0.0.1:12111',
    smtpPort: 2525,
    webhookSecret: 'whsec_expected',
  };
  const read = readSettings(completeEnvironment(environment, plan, secrets, expected));
  const problems = read.ok ? [] : read.problems;
  if (!isPort(plan.port)) problems.push('PORT must be a whole number from 1 to 65535');
  if (!isPort(plan.sandboxPort)) problems.push('SANDBOX_PORT must be a whole number from 1 to 65535');
  if (!isIP(plan.host) && plan.host !== 'localhost')
    problems.push('HOST must be an address of this machine, such as 127.0.0.1, or 0.0.0.0 for all of them');
  return problems;
}
