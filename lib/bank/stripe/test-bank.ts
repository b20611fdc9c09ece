import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import Stripe from 'stripe';
import { afterAll, beforeAll } from 'vitest';
import { forgetEnv } from '../../env.ts';

/** A bank of its own for a test file: the sandbox as a process, and a world in it that no other test shares. */
export type TestBank = {
  readonly url: string;
  /** Product time as the world has it. */
  now(): Promise<Date>;
  /** Calls a control route (`/advance`, `/faults`, `/rows` …) and returns its answer. */
  control<T = unknown>(path: string, body?: object): Promise<T>;
  /** Takes back every fault that has not struck yet. */
  mend(): Promise<void>;
  /** Plays the person's part in the dialog: links every account of a household that the session lets through. */
  link(clientSecret: string, household?: string): Promise<number>;
  /** Waits until the bank has read what was asked, then returns the raw events of the world, oldest first: the last hundred, or those after one. */
  events(
    after?: string,
  ): Promise<
    { id: string; type: string; data: { object: { id: string; account_holder?: { customer?: string } | null } } }[]
  >;
  /** The header that the bank would send with this body. */
  sign(body: string, at?: Date): string;
};

const secret = 'whsec_test';

/**
 * Starts the sandbox before the file's tests and points the settings to it; ends it after them. Its answers come at once
 * (`refreshMs` 0 unless a test says otherwise). Call it after `testDatabase()`, which sets the other settings.
 */
export function testBank(): TestBank {
  const world = `t${randomBytes(8).toString('hex')}`;
  let child: ChildProcess | null = null;
  let url = '';

  const call = async <T>(path: string, body?: object): Promise<T> => {
    const address = `${url}/_sandbox${path}?world=${world}`;
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(address, body ? { method: 'POST', headers, body: JSON.stringify(body) } : {});
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };

  beforeAll(async () => {
    const started = await startSandbox();
    child = started.child;
    url = started.url;
    Object.assign(process.env, {
      STRIPE_SECRET_KEY: `sk_test_${world}`,
      STRIPE_PUBLISHABLE_KEY: `pk_test_${world}`,
      STRIPE_WEBHOOK_SECRET: secret,
      STRIPE_API_URL: url,
      CLOCK_URL: `${url}/_sandbox/clock?world=${world}`,
      DEMO_BANK_URL: `${url}/_sandbox/demo/link`,
    });
    forgetEnv();
    await call('/reset', { seed: 1, now: '2026-06-15T16:00:00Z', clock: 'still', pace: { refreshMs: 0 } });
  });
  afterAll(() => {
    child?.kill('SIGKILL');
  });

  return {
    get url() {
      return url;
    },
    async now() {
      return new Date((await call<{ nowMs: number }>('/clock')).nowMs);
    },
    control: call,
    async mend() {
      await fetch(`${url}/_sandbox/faults?world=${world}`, { method: 'DELETE' });
    },
    async link(clientSecret, household = 'salaried') {
      const response = await fetch(`${url}/_sandbox/demo/link`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ publishable_key: `pk_test_${world}`, client_secret: clientSecret, household }),
      });
      if (!response.ok) throw new Error(`the dialog answered ${response.status}: ${await response.text()}`);
      return ((await response.json()) as { accounts: number }).accounts;
    },
    async events(after) {
      await call('/refreshes/complete', {});
      const response = await fetch(`${url}/v1/events?limit=100${after ? `&ending_before=${after}` : ''}`, {
        headers: { authorization: `Bearer sk_test_${world}` },
      });
      return ((await response.json()) as { data: Awaited<ReturnType<TestBank['events']>> }).data.reverse();
    },
    sign(body, at) {
      const timestamp = at ? { timestamp: Math.floor(at.getTime() / 1000) } : {};
      return Stripe.webhooks.generateTestHeaderString({ payload: body, secret, ...timestamp });
    },
  };
}

async function startSandbox(): Promise<{ child: ChildProcess; url: string }> {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'sandbox/main.ts'],
    { env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA: '' }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  // A test run that is itself killed must not leave a bank behind.
  process.once('exit', () => child.kill('SIGKILL'));
  for await (const line of createInterface({ input: child.stdout })) {
    const { ready, url } = JSON.parse(line) as { ready: boolean; url: string };
    if (ready) return { child, url };
  }
  throw new Error('the sandbox ended before it was ready');
}
