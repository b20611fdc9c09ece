import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBank, type TestBank } from '#sandbox/testing/bank.ts';

const keys = ['salaried.harborline.checking', 'salaried.harborline.savings', 'salaried.northgale.card'];
const backlog = 6;

let bank: TestBank;
let server: Server;
beforeEach(async () => {
  bank = await startTestBank();
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await bank.close();
});

const waiting = () =>
  bank.world.store.get<{ n: number }>("select count(*) as n from deliveries where state = 'waiting'")?.n ?? 0;
const nowMs = async () => (await bank.control<{ nowMs: number }>('GET', 'clock')).nowMs;
const turnOfLoop = () => new Promise((resolve) => setImmediate(resolve));

/** Takes webhooks and answers each as the test says; null = never. */
async function receive(answer: (event: Stripe.Event) => Promise<number> | null): Promise<string> {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const status = await answer(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Stripe.Event);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** Three accounts that are refreshed daily, and nothing else to tell. */
async function subscribe(): Promise<void> {
  const { accounts } = await bank.link(keys, { prefetch: [] });
  for (const { id } of accounts) {
    await bank.stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
  }
  await bank.refreshed();
}

const listenAt = (url: string) => bank.stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });

describe('a slow receiver', () => {
  it('slows the clock, so that little waits at any time, and gets everything once and in order', async () => {
    await subscribe();
    await bank.control('POST', 'pace', { backlog });
    const seen: Stripe.Event[] = [];
    let most = 0;
    const url = await receive(async (event) => {
      seen.push(event);
      most = Math.max(most, waiting());
      for (let turns = 0; turns < 10; turns += 1) await turnOfLoop();
      return 200;
    });
    await listenAt(url);
    const { happened } = await bank.control<{ happened: { events: number } }>('POST', 'advance', { days: 40 });
    expect(happened.events).toBe(40 * keys.length);
    expect(seen.length).toBeGreaterThanOrEqual(happened.events - backlog - keys.length);
    while (waiting() > 0) await turnOfLoop();
    // One day's events may come on top of what is allowed to wait.
    expect(most).toBeLessThanOrEqual(backlog + keys.length);
    expect(seen.map(({ created }) => created)).toEqual(seen.map(({ created }) => created).toSorted((a, b) => a - b));
    expect(seen).toHaveLength(happened.events);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(happened.events);
  });

  it('does not stop time when it never answers; what it missed waits', async () => {
    await subscribe();
    await bank.control('POST', 'pace', { backlog: 1, deliveryTimeoutMs: 20, retryDelaysMs: [3_600_000] });
    await listenAt(await receive(() => null));
    const before = await nowMs();
    await bank.control('POST', 'advance', { days: 12 });
    expect((await nowMs()) - before).toBe(12 * 86_400_000);
    expect(waiting()).toBe(12 * keys.length);
  });

  it('does not keep a reset waiting', async () => {
    await subscribe();
    await bank.control('POST', 'pace', { backlog: 1, deliveryTimeoutMs: 600_000 });
    let reached = () => {};
    const delivery = new Promise<void>((resolve) => {
      reached = resolve;
    });
    await listenAt(
      await receive(() => {
        reached();
        return null;
      }),
    );
    const advancing = bank.control<{ happened: { days: number } }>('POST', 'advance', { days: 300 });
    await delivery;
    await bank.control('POST', 'reset', { seed: 7, now: '2026-03-16T15:00:00Z', clock: 'still' });
    expect((await advancing).happened.days).toBe(300);
    expect(waiting()).toBe(0);
    expect(await bank.control('GET', 'clock')).toMatchObject({ now: '2026-03-16T15:00:00.000Z' });
  });
});
