import { type ChildProcess, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { createTransport } from 'nodemailer';
import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { controlOf } from '#sandbox/testing/control.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { type Receiver, startReceiver } from '#sandbox/testing/receiver.ts';
import { holdFolder } from './store.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

type Program = {
  url: string;
  smtp: number | null;
  stripe: Stripe;
  kill: () => Promise<void>;
  stop: () => Promise<number | null>;
};

let folder: string;
let running: ChildProcess[] = [];
let receiver: Receiver;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  receiver = await startReceiver();
});
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL');
  running = [];
  await receiver.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the program itself, as `npm run sandbox` does, on the data folder of the test. */
async function start(more: Record<string, string> = {}): Promise<Program> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main], {
    env: { ...process.env, SANDBOX_PORT: '0', SANDBOX_DATA: folder, SANDBOX_RETRY_MS: '50,50,50,50', ...more },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) =>
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve),
  );
  const ready = JSON.parse(line) as { ready: boolean; url: string; smtp: number | null };
  expect(ready).toMatchObject({ ready: true, smtp: more.SANDBOX_SMTP_PORT ? expect.any(Number) : null });
  const stripe = new Stripe('sk_test_plumb', {
    host: '127.0.0.1',
    port: Number(new URL(ready.url).port),
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const end = (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);
    return ended;
  };
  return {
    url: ready.url,
    smtp: ready.smtp,
    stripe,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

const control = <Answer = Record<string, unknown>>({ url }: Program, path: string, body?: object) =>
  controlOf(url, 'plumb')<Answer>(body ? 'POST' : 'GET', path, body);

async function linkHousehold(program: Program): Promise<string[]> {
  const customer = await program.stripe.customers.create({ name: 'Nora Whitcombe' });
  const session = await program.stripe.financialConnections.sessions.create({
    account_holder: { type: 'customer', customer: customer.id },
    permissions: ['balances', 'ownership', 'transactions'],
    prefetch: ['balances', 'ownership', 'transactions'],
  });
  await control(program, 'demo/link', { publishable_key: 'pk_test_plumb', client_secret: session.client_secret });
  await control(program, 'refreshes/complete', {});
  const { accounts } = await program.stripe.financialConnections.sessions.retrieve(session.id);
  return accounts.data.map(({ id }) => id);
}

/** Everything an app could read, as text. */
async function reading(program: Program, ids: string[]): Promise<string> {
  const { stripe } = program;
  const all: unknown[] = [];
  for (const id of ids) {
    all.push(await stripe.financialConnections.accounts.retrieve(id, { expand: ['ownership'] }));
    const rows = stripe.financialConnections.transactions.list({ account: id, limit: 100 });
    for await (const row of rows) all.push(row);
  }
  for await (const event of stripe.events.list({ limit: 100 })) all.push(event);
  for await (const customer of stripe.customers.list({ limit: 100 })) all.push(customer);
  for await (const endpoint of stripe.webhookEndpoints.list()) all.push(endpoint);
  return JSON.stringify(all);
}

type Everything = {
  state: string;
  faults: { name: string; remaining: number | null }[];
  pace: object;
  mail: { subject: string }[];
  deliveries: unknown;
  truth: string;
  reading: string;
};

const digest = (text: string) => hash('sha256', text);

/** The whole of a world, the ticking clock and what an attempt under way has not told yet left out. */
async function everything(program: Program): Promise<Everything> {
  const { now: _now, nowMs: _nowMs, revision: _looks, faults, pace, ...state } = await control(program, 'state');
  const accounts = await program.stripe.financialConnections.accounts.list({ limit: 100 });
  return {
    state: digest(JSON.stringify(state)),
    faults: faults as Everything['faults'],
    pace: pace as object,
    mail: (await control(program, 'mail')).mail as Everything['mail'],
    deliveries: (await control(program, 'deliveries')).deliveries,
    truth: digest(JSON.stringify((await control(program, 'truth')).rows)),
    reading: digest(
      await reading(
        program,
        accounts.data.map(({ id }) => id),
      ),
    ),
  };
}

async function sendMail(port: number | null): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: port ?? 0, auth: { user: 'plumb', pass: 'x' } });
  await transport.sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'Kept', text: 'x' });
}

describe('a world with a data folder', () => {
  it('is after a kill exactly what it was before, and goes on from there', async () => {
    const first = await start();
    await control(first, 'reset', { seed: 3, now: '2026-03-16T15:00:00Z', clock: 'still' });
    const ids = await linkHousehold(first);
    expect(ids.length).toBeGreaterThan(1);
    for (const id of ids)
      await first.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
    await control(first, 'advance', { days: 2 });
    const before = await reading(first, ids);
    await first.kill();

    const second = await start();
    expect(await reading(second, ids)).toBe(before);
    expect((await control(second, 'clock')).now).toBe('2026-03-18T15:00:00.000Z');
    const { happened } = (await control(second, 'advance', { days: 3 })) as { happened: { refreshes: number } };
    expect(happened.refreshes).toBe(ids.length * 3);
    expect(await second.stop()).toBe(0);
  });

  it('keeps the salt of its ids, and the ordinary pace that a reset brings', async () => {
    const beginning = { seed: 3, now: '2026-03-16T15:00:00Z', clock: 'still' };
    const first = await start();
    const paceOf = async (program: Program) => (await control(program, 'state')).pace;
    const ordinary = await paceOf(first);
    await control(first, 'pace', { refreshMs: 7, backlog: 3, slotSeconds: { transactions: 1 } });
    await control(first, 'reset', { ...beginning, ids: 'later' });
    expect(await paceOf(first)).toEqual(ordinary);
    await first.kill();

    const second = await start();
    expect(await paceOf(second)).toEqual(ordinary);
    const customer = async () => (await second.stripe.customers.create({ name: 'Nora' })).id;
    const salted = await customer();
    await control(second, 'reset', { ...beginning, ids: 'later' });
    expect(await customer()).toBe(salted);
    await control(second, 'reset', beginning);
    expect(await customer()).not.toBe(salted);
    expect(await second.stop()).toBe(0);
  });

  it('loses nothing that was answered when it is killed in the middle of work', async () => {
    const first = await start();
    const made: string[] = [];
    const working = (async () => {
      for (;;) made.push((await first.stripe.customers.create({ name: `N${made.length}` })).id);
    })().catch(() => {});
    while (made.length < 25) await new Promise((resolve) => setImmediate(resolve));
    await first.kill();
    await working;
    const second = await start();
    const kept = await second.stripe.customers.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
    const ids = new Set(kept.map(({ id }) => id));
    expect(made.filter((id) => !ids.has(id))).toEqual([]);
    const next = await second.stripe.customers.create({ name: 'After' });
    expect(ids.has(next.id)).toBe(false);
  });

  it('keeps what is armed, owed and remembered: faults, keys, mail, hung refreshes, deliveries, a running clock', async () => {
    const first = await start({ SANDBOX_SMTP_PORT: '0' });
    // Half past one at night in New York, when nothing moves at the banks for half an hour.
    await control(first, 'reset', { seed: 3, now: '2026-03-17T05:30:00Z', clock: 'running' });
    await control(first, 'pace', {
      refreshMs: 600_000,
      retryDelaysMs: [50, 50, 50],
      backlog: 3,
      deliveryTimeoutMs: 600_000,
    });
    const [account = ''] = await linkHousehold(first);
    await control(first, 'faults', { fault: 'slow', ms: 1, times: 5, path: '/v1/customers/search' });
    await control(first, 'faults', { fault: 'webhook-delayed', ms: 1, times: null });
    await failure(first.stripe.customers.search({ query: 'slow' }));
    await control(first, 'advance', { days: 40 });
    await control(first, 'faults', { fault: 'refresh-hangs', account });
    await first.stripe.financialConnections.accounts.refresh(account, { features: ['balance'] });
    await sendMail(first.smtp);
    const made = await first.stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'once' });
    const refused = await failure(first.stripe.customers.create({ name: 'Other' }, { idempotencyKey: 'once' }));
    receiver.answers.push('hang', 'hang');
    await first.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    await first.stripe.customers.create({ name: 'Owed' });
    await receiver.until(1);
    const before = await everything(first);
    await first.kill();

    const second = await start({ SANDBOX_SMTP_PORT: '0' });
    expect(await everything(second)).toEqual(before);
    expect(before.faults.map(({ name, remaining }) => [name, remaining])).toEqual([
      ['slow', 4],
      ['webhook-delayed', null],
    ]);
    expect(before.mail.map(({ subject }) => subject)).toEqual(['Kept']);
    expect(before.pace).toMatchObject({ refreshMs: 600_000, backlog: 3 });
    const clock = await control(second, 'clock');
    expect(clock).toMatchObject({ clock: 'running' });
    const since = Number(clock.nowMs) - Date.parse('2026-04-26T05:30:00Z');
    expect(since).toBeGreaterThan(0);
    expect(since).toBeLessThan(20 * 60_000);
    const again = await second.stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'once' });
    expect(again).toEqual(made);
    expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
    const other = await failure(second.stripe.customers.create({ name: 'Other' }, { idempotencyKey: 'once' }));
    expect(other.message).toBe(refused.message);
    const hung = await second.stripe.financialConnections.accounts.retrieve(account);
    expect(hung.balance_refresh?.status).toBe('pending');
    expect(await control(second, 'refreshes/complete', { account })).toEqual({ completed: 1 });
    // The delivery that was on its way when the program died was never answered, so it comes again.
    const owed = () =>
      receiver.deliveries.filter(({ event }) => (event.data.object as Stripe.Customer).name === 'Owed');
    while (owed().length < 2) await receiver.until(receiver.deliveries.length + 1);
    expect(owed()[1]?.event.id).toBe(owed()[0]?.event.id);
  });

  it('is used by one sandbox at a time', async () => {
    await start();
    expect(() => holdFolder(folder, 10)).toThrow('Another sandbox is using');
  });

  it('sets a world of another format aside and begins anew', async () => {
    const first = await start();
    await first.stripe.customers.create({});
    await first.stop();
    const old = new DatabaseSync(join(folder, 'plumb.sqlite'));
    old.exec('pragma user_version = 99');
    old.close();
    const second = await start();
    expect((await second.stripe.customers.list()).data).toEqual([]);
    expect(readdirSync(folder)).toContain('plumb.sqlite.format-99');
  });

  it('completes refreshes and deliveries that were under way', async () => {
    const first = await start();
    receiver.answers.push(500, 500);
    await first.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
    await control(first, 'pace', { refreshMs: 300 });
    const customer = await first.stripe.customers.create({});
    const session = await first.stripe.financialConnections.sessions.create({
      account_holder: { type: 'customer', customer: customer.id },
      permissions: ['balances'],
      prefetch: ['balances'],
    });
    await control(first, 'demo/link', { publishable_key: 'pk_test_plumb', client_secret: session.client_secret });
    await first.kill();
    await start();
    const wanted = [
      'customer.created',
      'financial_connections.account.created',
      'financial_connections.account.refreshed_balance',
    ];
    const seen = () => new Set(receiver.deliveries.map(({ event }) => event.type as string));
    while (!wanted.every((type) => seen().has(type))) await receiver.until(receiver.deliveries.length + 1);
    const refreshed = receiver.deliveries.find(({ event }) => event.type === wanted[2]);
    expect(refreshed?.event.data.object).toMatchObject({ balance_refresh: { status: 'succeeded' } });
  });
});
