import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testBank } from '#sandbox/testing/bank.ts';
import { controlOf } from '#sandbox/testing/control.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { type Receiver, startReceiver } from '#sandbox/testing/receiver.ts';

type Side = { name: string; stripe: Stripe; receiver: Receiver; secret: string };

const bank = testBank();
let north: Side;
let south: Side;
beforeAll(async () => {
  [north, south] = await Promise.all([open('north', 3), open('south', 4)]);
});
afterAll(async () => {
  await north.receiver.close();
  await south.receiver.close();
});

const control = <Answer = Record<string, unknown>>({ name }: { name: string }, path: string, body?: object) =>
  controlOf(bank.sandbox.url, name)<Answer>(body ? 'POST' : 'GET', path, body);

async function open(name: string, seed: number): Promise<Side> {
  const receiver = await startReceiver();
  await control({ name }, 'reset', { seed, now: '2026-03-16T15:00:00Z', clock: 'still', pace: { refreshMs: 600_000 } });
  const stripe = bank.sdk(`sk_test_${name}`);
  const endpoint = await stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
  return { name, stripe, receiver, secret: endpoint.secret ?? '' };
}

/** A person of this world links the household `salaried` and is subscribed. */
async function link({ name: person, stripe }: Side, name = person): Promise<string[]> {
  const customer = await stripe.customers.create({ name: person });
  const session = await stripe.financialConnections.sessions.create({
    account_holder: { type: 'customer', customer: customer.id },
    permissions: ['transactions'],
    prefetch: ['transactions'],
  });
  await control({ name }, 'demo/link', { publishable_key: `pk_test_${name}`, client_secret: session.client_secret });
  await control({ name }, 'refreshes/complete', {});
  const { data } = await stripe.financialConnections.accounts.list({ session: session.id });
  for (const { id } of data) {
    await stripe.financialConnections.accounts.subscribe(id, { features: ['transactions'] });
    await control({ name }, 'refreshes/complete', {});
  }
  return data.map(({ id }) => id);
}

const clock = async (side: Side) => (await control<{ now: string }>(side, 'clock')).now;
const state = (side: Side) => control<{ counts: Record<string, unknown>; faults: unknown[] }>(side, 'state');

describe('two worlds of one sandbox', () => {
  it('have people, clock, events, endpoints, requests and keys of their own', async () => {
    const untouched = await state(south);
    const accounts = await link(north);
    expect(accounts).toHaveLength(3);
    await control(north, 'advance', { days: 5 });
    await north.stripe.customers.create({ name: 'Twice' }, { idempotencyKey: 'same' });
    expect(await clock(north)).toBe('2026-03-21T15:00:00.000Z');
    expect(await clock(south)).toBe('2026-03-16T15:00:00.000Z');
    expect(await state(south)).toEqual(untouched);
    expect((await south.stripe.customers.list()).data).toEqual([]);
    expect((await south.stripe.events.list()).data).toEqual([]);
    const foreign = south.stripe.financialConnections.accounts.retrieve(accounts[0] ?? '');
    expect((await failure(foreign)).statusCode).toBe(404);
    const { requests } = await control<{ requests: { method: string; path: string }[] }>(south, 'requests');
    expect(requests.some(({ method, path }) => method === 'POST' && path === '/v1/customers')).toBe(false);
    const other = await south.stripe.customers.create({ name: 'Another' }, { idempotencyKey: 'same' });
    expect(other.name).toBe('Another');
    await south.receiver.until(1);
    const { happened } = await control<{ happened: { events: number } }>(south, 'advance', { days: 5 });
    expect(happened.events).toBe(0);
    expect(south.receiver.deliveries.map(({ event }) => event.type)).toEqual(['customer.created']);
    expect(north.receiver.deliveries.length).toBeGreaterThan(15);
  });

  it('sign with secrets of their own', () => {
    expect(north.secret).not.toBe(south.secret);
  });

  it('bear their own faults', async () => {
    await control(north, 'faults', { fault: 'unavailable', times: null });
    await control(north, 'faults', { fault: 'webhook-lost', times: null });
    expect((await failure(north.stripe.customers.list())).statusCode).toBe(503);
    const { id } = await south.stripe.customers.create({ name: 'Well' });
    expect((await state(south)).faults).toEqual([]);
    await south.receiver.until(2);
    expect(south.receiver.deliveries[1]?.event.data.object).toMatchObject({ id });
    await controlOf(bank.sandbox.url, 'north')('DELETE', 'faults');
  });

  it('do not open each other’s sessions', async () => {
    const customer = await north.stripe.customers.create({ name: 'N' });
    const session = await north.stripe.financialConnections.sessions.create({
      account_holder: { type: 'customer', customer: customer.id },
      permissions: ['balances'],
    });
    const body = { publishable_key: 'pk_test_south', client_secret: session.client_secret };
    await expect(control(south, 'demo/link', body)).rejects.toThrow('No such');
    const asked = await fetch(`${bank.sandbox.url}/_dialog/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(asked.status).toBe(400);
  });

  it('do not wait for each other’s receivers', async () => {
    await control(north, 'pace', { backlog: 1, deliveryTimeoutMs: 600_000 });
    north.receiver.answers.push('hang');
    const count = north.receiver.deliveries.length;
    const held = control(north, 'advance', { days: 60 });
    await north.receiver.until(count + 1);
    await link(south);
    await control(south, 'advance', { days: 30 });
    expect(await clock(south)).toBe('2026-04-20T15:00:00.000Z');
    expect(Date.parse(await clock(north))).toBeLessThan(Date.parse('2026-05-20T15:00:00Z'));
    await control(north, 'reset', {});
    await held;
  });

  it('are alike to the byte when seed and calls are', async () => {
    const tell = async (name: string) => {
      const pace = { refreshMs: 600_000 };
      await control({ name }, 'reset', { seed: 5, now: '2026-03-16T15:00:00Z', clock: 'still', pace });
      const stripe = bank.sdk(`sk_test_${name}`);
      const accounts = await link({ name: 'Nora', stripe, receiver: north.receiver, secret: '' }, name);
      await control({ name }, 'advance', { days: 3 });
      const read = async (path: string) => {
        const headers = { authorization: `Bearer sk_test_${name}` };
        return (await fetch(`${bank.sandbox.url}/v1/${path}`, { headers })).text();
      };
      const paths = ['customers', 'financial_connections/accounts', 'events?limit=100'];
      const rows = accounts.map((id) => `financial_connections/transactions?account=${id}&limit=100`);
      const told = await Promise.all([...paths, ...rows].map(read));
      told.push(JSON.stringify(await control({ name }, 'truth')));
      // The SDK makes up a random idempotency key for every call.
      return told.map((text) => text.replace(/"idempotency_key":"[^"]+"/g, ''));
    };
    const east = await tell('east');
    expect(east.every((text) => text.length > 200)).toBe(true);
    expect(await tell('west')).toEqual(east);
  });
});
