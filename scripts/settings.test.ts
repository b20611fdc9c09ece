import { describe, expect, test } from 'vitest';
import { readSettings } from '#lib/env.ts';
import type { Secrets } from './secrets.ts';
import { completeEnvironment, type Environment, planFrom, settingProblems, webOrigin } from './settings.ts';

const secrets: Secrets = {
  databasePassword: 'p',
  authSecret: 'x'.repeat(48),
  dataKeys: [{ id: 'k1', key: Buffer.alloc(32, 3).toString('base64') }],
};
const places = {
  port: 3001,
  databaseUrl: 'postgresql://plumb:p@127.0.0.1:54320/plumb',
  sandboxUrl: 'http://127.0.0.1:12111',
  smtpPort: 2525,
  webhookSecret: 'whsec_made',
};
const stripe = {
  STRIPE_SECRET_KEY: 'sk_test_mine',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_mine',
  STRIPE_WEBHOOK_SECRET: 'whsec_mine',
};
const live = { ...stripe, STRIPE_SECRET_KEY: 'sk_live_mine', STRIPE_PUBLISHABLE_KEY: 'pk_live_mine' };

function complete(environment: Environment) {
  const read = readSettings(completeEnvironment(environment, planFrom(environment), secrets, places));
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return read.env;
}

describe('a start', () => {
  test('with nothing set runs everything itself and needs no setting', () => {
    expect(planFrom({})).toMatchObject({ hasDatabase: true, hasBank: true, hasMail: true, port: 3000 });
    expect(settingProblems({}, planFrom({}), secrets)).toEqual([]);
    expect(complete({})).toMatchObject({
      DATABASE_URL: places.databaseUrl,
      PUBLIC_URL: 'http://localhost:3001',
      STRIPE_API_URL: places.sandboxUrl,
      STRIPE_WEBHOOK_SECRET: ['whsec_made'],
      DEMO_BANK_URL: expect.stringContaining('/_sandbox/demo/link'),
      BANK_CONSOLE_URL: `${places.sandboxUrl}/_sandbox?world=plumb`,
      BALANCE_EVERY_HOURS: 0,
      RENEW_EVERY_SECONDS: 4,
    });
  });

  test('with test keys of Stripe’s leaves the bank to Stripe and keeps the mail', () => {
    expect(planFrom(stripe)).toMatchObject({ hasBank: false, hasMail: true });
    expect(settingProblems(stripe, planFrom(stripe), secrets)).toEqual([]);
    const settings = complete(stripe);
    expect(settings).toMatchObject({
      STRIPE_API_URL: null,
      CLOCK_URL: null,
      DEMO_BANK_URL: null,
      BANK_CONSOLE_URL: null,
      BALANCE_EVERY_HOURS: 24,
      RENEW_EVERY_SECONDS: 60,
    });
    expect(settings.SMTP_URL).toBe('smtp://plumb:x@127.0.0.1:2525');
  });

  test('with live keys has no part of play, and asks for a mail server', () => {
    expect(planFrom(live)).toMatchObject({ hasBank: false, hasMail: false });
    expect(settingProblems(live, planFrom(live), secrets).join()).toMatch(/SMTP_URL is missing/);
    const settings = complete({ ...live, SMTP_URL: 'smtps://mail.example.org' });
    expect(settings).toMatchObject({
      STRIPE_API_URL: null,
      STRIPE_JS_URL: null,
      CLOCK_URL: null,
      MAIL_INBOX_URL: null,
    });
  });

  test('never sends half of somebody’s keys to the sandbox', () => {
    for (const name of ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'] as const) {
      const half = { [name]: live[name] };
      expect(planFrom(half).hasBank).toBe(false);
      expect(settingProblems(half, planFrom(half), secrets).join()).toMatch(/is missing/);
    }
  });

  test('uses the database, secrets and addresses that were set', () => {
    const own = {
      DATABASE_URL: 'postgresql://me@db/money',
      AUTH_SECRET: 'y'.repeat(32),
      PUBLIC_URL: 'https://m.example',
    };
    expect(planFrom(own).hasDatabase).toBe(false);
    expect(complete(own)).toMatchObject(own);
  });

  test('is reached at the address that it listens on, and at loopback when that is every one', () => {
    const at = (HOST: string) => {
      const plan = planFrom({ HOST });
      expect(settingProblems({ HOST }, plan, secrets)).toEqual([]);
      return [webOrigin(plan, 3001), complete({ HOST }).PUBLIC_URL];
    };
    expect(at('')).toEqual(['http://127.0.0.1:3001', 'http://localhost:3001']);
    expect(at('0.0.0.0')).toEqual(['http://127.0.0.1:3001', 'http://localhost:3001']);
    expect(at('::')).toEqual(['http://[::1]:3001', 'http://localhost:3001']);
    expect(at('10.0.0.5')).toEqual(['http://10.0.0.5:3001', 'http://10.0.0.5:3001']);
    expect(at('fd00::5')).toEqual(['http://[fd00::5]:3001', 'http://[fd00::5]:3001']);
  });

  test('names every bad setting before anything runs', () => {
    const bad = { PORT: 'many', SANDBOX_PORT: 'abc', HOST: 'here', PUBLIC_URL: 'money.example', LOG_LEVEL: 'loud' };
    const problems = settingProblems(bad, planFrom(bad), secrets).join('\n');
    for (const name of Object.keys(bad)) expect(problems).toContain(name);
  });
});
