import { describe, expect, test } from 'vitest';
import { readSettings } from './env.ts';

const key = Buffer.alloc(32, 1).toString('base64');
const complete = {
  DATABASE_URL: 'postgresql://plumb@127.0.0.1/plumb',
  AUTH_SECRET: 'x'.repeat(32),
  DATA_KEYS: `k1:${key}`,
  STRIPE_SECRET_KEY: 'sk_test_a',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_a',
  STRIPE_WEBHOOK_SECRET: 'whsec_a',
  SMTP_URL: 'smtp://127.0.0.1:25',
};

function problemsOf(changes: Record<string, string | undefined>): string[] {
  const read = readSettings({ ...complete, ...changes });
  return read.ok ? [] : read.problems;
}

describe('settings', () => {
  test('that are complete are read, with their defaults, and cannot be changed', () => {
    const read = readSettings({ ...complete, PUBLIC_URL: '', TRUSTED_PROXIES: ' 10.0.0.1, ::1 ' });
    if (!read.ok) throw new Error(read.problems.join());
    expect(read.env).toMatchObject({
      PORT: 3000,
      PUBLIC_URL: 'http://localhost:3000',
      TRUSTED_PROXIES: ['10.0.0.1', '::1'],
      STRIPE_API_URL: null,
      DEMO_BANK_URL: null,
      BALANCE_EVERY_HOURS: 24,
      RENEW_EVERY_SECONDS: 60,
    });
    expect(() => Object.assign(read.env, { PORT: 1 })).toThrow();
  });

  test('name trusted proxies by address or range, or nothing starts', () => {
    for (const good of ['127.0.0.1', '10.0.0.0/8, fd00::/8', '::1'])
      expect(problemsOf({ TRUSTED_PROXIES: good })).toEqual([]);
    for (const bad of ['proxy.internal', '10.0.0.0/33', '10.0.0.1, x', '::1/129', '10.0.0.0/8/8']) {
      expect(problemsOf({ TRUSTED_PROXIES: bad })).toEqual([expect.stringMatching(/^TRUSTED_PROXIES must be/)]);
    }
  });

  test('that are missing or bad are all named at once, and no value is repeated', () => {
    const read = readSettings({
      PORT: 'abc',
      STRIPE_SECRET_KEY: 'hunter2',
      AUTH_SECRET: 'short',
      DATA_KEYS: 'k1:AAAA',
    });
    if (read.ok) throw new Error('bad settings were taken');
    const named = ['PORT', 'STRIPE_SECRET_KEY', 'AUTH_SECRET', 'DATA_KEYS', 'DATABASE_URL', 'STRIPE_PUBLISHABLE_KEY'];
    for (const name of [...named, 'STRIPE_WEBHOOK_SECRET', 'SMTP_URL']) {
      expect(
        read.problems.filter((text) => text.startsWith(`${name} `)),
        name,
      ).not.toEqual([]);
    }
    expect(read.problems.join()).not.toMatch(/hunter2|short|AAAA/);
  });

  test.each(['STRIPE_API_URL', 'STRIPE_JS_URL', 'CLOCK_URL', 'DEMO_BANK_URL', 'MAIL_INBOX_URL', 'BANK_CONSOLE_URL'])(
    'refuse %s together with a live key of any kind',
    (name) => {
      const stand = { [name]: 'http://127.0.0.1:1' };
      const publishable = { STRIPE_PUBLISHABLE_KEY: 'pk_live_a' };
      for (const secret of ['sk_live_a', 'rk_live_a']) {
        const problems = problemsOf({ ...stand, ...publishable, STRIPE_SECRET_KEY: secret });
        expect(problems.join()).toMatch(new RegExp(`${name} cannot be set together with a live key`));
      }
      expect(problemsOf({ ...stand, ...publishable }).join()).toContain(name);
      expect(problemsOf(stand)).toEqual([]);
    },
  );

  test('refuse keys of different modes', () => {
    expect(problemsOf({ STRIPE_PUBLISHABLE_KEY: 'pk_live_a' }).join()).toMatch(/different modes/);
    expect(problemsOf({ STRIPE_PUBLISHABLE_KEY: 'pk_live_a', STRIPE_SECRET_KEY: 'sk_live_a' })).toEqual([]);
  });

  test('take several data keys, the current one first, and refuse one id twice', () => {
    const read = readSettings({ ...complete, DATA_KEYS: `k2:${key}, k1:${key}` });
    expect(read.ok && read.env.DATA_KEYS.map(({ id }) => id)).toEqual(['k2', 'k1']);
    expect(problemsOf({ DATA_KEYS: `k1:${key},k1:${key}` }).join()).toMatch(/same key id twice/);
  });
});
