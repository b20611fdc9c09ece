import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestBank, type TestBank } from '#sandbox/testing/bank.ts';
import { type Receiver, startReceiver } from '#sandbox/testing/receiver.ts';

let bank: TestBank;
let receiver: Receiver;
let secret: string;
beforeEach(async () => {
  [bank, receiver] = await Promise.all([startTestBank(), startReceiver()]);
  const endpoint = await bank.stripe.webhookEndpoints.create({ url: receiver.url, enabled_events: ['*'] });
  secret = endpoint.secret ?? '';
});
afterEach(async () => {
  await receiver.close();
  await bank.close();
});

type Log = {
  event: string;
  type: string;
  state: string;
  attempts: number;
  bend: string | null;
  log: { status: number | null }[];
};
const logged = async () => (await bank.control<{ deliveries: Log[] }>('GET', 'deliveries')).deliveries.toReversed();
const settled = async (): Promise<Log[]> => {
  const all = await logged();
  if (all.every(({ state }) => state !== 'waiting')) return all;
  await new Promise((resolve) => setImmediate(resolve));
  return settled();
};
const verified = (delivery: { body: string; signature: string }) =>
  Stripe.webhooks.constructEvent(delivery.body, delivery.signature, secret);
const customer = (name: string) => bank.stripe.customers.create({ name });

describe('a delivery', () => {
  it('carries a signature that the official SDK accepts, and only with the right secret', async () => {
    await customer('Signed');
    const [delivery] = await receiver.until(1);
    if (!delivery) throw new Error('nothing came');
    expect(verified(delivery).type).toBe('customer.created');
    expect(() => Stripe.webhooks.constructEvent(delivery.body, delivery.signature, 'whsec_other')).toThrow();
    expect(() => Stripe.webhooks.constructEvent(`${delivery.body} `, delivery.signature, secret)).toThrow();
  });

  it('is signed at wall time, whatever the clock of the world says', async () => {
    await bank.control('POST', 'advance', { days: 400 });
    await customer('Later');
    const [delivery] = await receiver.until(1);
    const at = Number(/t=(\d+)/.exec(delivery?.signature ?? '')?.[1]);
    expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(30);
    expect(delivery?.event.created).toBeGreaterThan(Date.parse('2027-04-01') / 1000);
  });

  it('names the request that caused it', async () => {
    const made = await bank.stripe.customers.create({}, { idempotencyKey: 'because' });
    const [delivery] = await receiver.until(1);
    expect(delivery?.event.request).toEqual({ id: made.lastResponse.requestId, idempotency_key: 'because' });
  });

  it('comes in the order of the events', async () => {
    for (let index = 0; index < 20; index += 1) await customer(`N${index}`);
    const deliveries = await receiver.until(20);
    expect(deliveries.map(({ event }) => (event.data.object as Stripe.Customer).name)).toEqual(
      Array.from({ length: 20 }, (_, index) => `N${index}`),
    );
  });

  it('goes only to endpoints that want its type and are enabled', async () => {
    const other = await startReceiver();
    const endpoint = await bank.stripe.webhookEndpoints.create({
      url: other.url,
      enabled_events: ['customer.deleted'],
    });
    const { id } = await customer('Wanted');
    await bank.stripe.customers.del(id);
    expect((await other.until(1)).map(({ event }) => event.type)).toEqual(['customer.deleted']);
    await bank.stripe.webhookEndpoints.update(endpoint.id, { disabled: true });
    await bank.stripe.customers.del((await customer('Unwanted')).id);
    await receiver.until(4);
    await settled();
    expect(other.deliveries).toHaveLength(1);
    await other.close();
  });

  it('is repeated until it is accepted, and does not hold up the ones behind it', async () => {
    receiver.answers.push(500);
    await customer('Stubborn');
    await customer('Behind');
    const all = await settled();
    expect(all.map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    expect(all.map(({ log }) => log.map(({ status }) => status))).toEqual([[500, 200], [200]]);
    const names = receiver.deliveries.map(({ event }) => (event.data.object as Stripe.Customer).name);
    expect(names.filter((name) => name === 'Stubborn')).toHaveLength(2);
    expect(new Set(receiver.deliveries.map(({ event }) => event.id)).size).toBe(2);
    receiver.answers.push(302, 410);
    await customer('Redirected');
    expect((await settled()).at(-1)?.log.map(({ status }) => status)).toEqual([302, 410, 200]);
    const [event] = (await bank.stripe.events.list({ limit: 1 })).data;
    expect(event?.pending_webhooks).toBe(0);
  });

  it('is given up after the last pause, and can be sent again by hand', async () => {
    receiver.answers.push(500, 500, 500, 500);
    await customer('Refused');
    const [given] = await settled();
    expect(given).toMatchObject({ state: 'failed', attempts: 4 });
    const failed = await bank.stripe.events.list({ delivery_success: false });
    expect(failed.data).toHaveLength(1);
    const { deliveries } = await bank.control<{ deliveries: { id: number }[] }>('GET', 'deliveries');
    await bank.control('POST', `deliveries/${deliveries[0]?.id}/redeliver`);
    await receiver.until(5);
    expect((await settled()).at(-1)?.state).toBe('delivered');
    expect((await bank.stripe.events.list({ delivery_success: false })).data).toEqual([]);
    expect((await bank.stripe.events.list({ delivery_success: true })).data).toHaveLength(1);
  });

  it('counts as failed when the receiver does not answer in time', async () => {
    await bank.control('POST', 'pace', { deliveryTimeoutMs: 40, retryDelaysMs: [600_000] });
    receiver.answers.push('hang');
    await customer('Waiting');
    const tried = async (): Promise<Log[]> => {
      const all = await logged();
      return all[0]?.attempts === 1 ? all : tried();
    };
    expect((await tried())[0]).toMatchObject({ state: 'waiting', log: [{ status: null }] });
  });

  it('survives a receiver that is away', async () => {
    const away = await startReceiver();
    await bank.stripe.webhookEndpoints.create({ url: away.url, enabled_events: ['*'] });
    await away.close();
    await customer('Nobody home');
    const states = (await settled()).map(({ state, attempts }) => ({ state, attempts }));
    expect(states).toContainEqual({ state: 'failed', attempts: 4 });
    expect(states).toContainEqual({ state: 'delivered', attempts: 1 });
  });
});

describe('faults of webhooks', () => {
  const arm = (fault: string, more: object = {}) => bank.control('POST', 'faults', { fault, ...more });
  const names = () => receiver.deliveries.map(({ event }) => (event.data.object as Stripe.Customer).name);

  it('lose one for good', async () => {
    await arm('webhook-lost');
    await customer('Lost');
    await customer('Found');
    await settled();
    expect(names()).toEqual(['Found']);
    expect((await bank.stripe.events.list()).data).toHaveLength(2);
  });

  it('double one', async () => {
    await arm('webhook-doubled');
    await customer('Twice');
    await settled();
    expect(receiver.deliveries).toHaveLength(2);
    expect(receiver.deliveries[0]?.event.id).toBe(receiver.deliveries[1]?.event.id);
  });

  it('delay one of a type, which comes when its time is up', async () => {
    await arm('webhook-delayed', { ms: 600_000, type: 'customer.created' });
    await customer('Late');
    await customer('Prompt');
    await receiver.until(1);
    await arm('webhook-delayed', { ms: 1, type: 'customer.created' });
    await customer('Soon');
    await receiver.until(2);
    expect(names()).toEqual(['Prompt', 'Soon']);
    expect((await logged())[0]).toMatchObject({ state: 'waiting', bend: 'delayed', attempts: 0 });
  });

  it('reverse two', async () => {
    await arm('webhook-reordered');
    await customer('First');
    await customer('Second');
    await settled();
    expect(names()).toEqual(['Second', 'First']);
  });

  it('sign one badly, and rightly when it is repeated', async () => {
    await arm('webhook-badly-signed');
    receiver.answers.push(400);
    await customer('Forged');
    await settled();
    const [bad, good] = receiver.deliveries;
    if (!bad || !good) throw new Error('two deliveries expected');
    expect(() => verified(bad)).toThrow();
    expect(verified(good).id).toBe(bad.event.id);
  });
});
