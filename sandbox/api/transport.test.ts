import type Stripe from 'stripe';
import { afterEach, describe, expect, it } from 'vitest';
import { testBank } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { armFault } from '#sandbox/world/faults.ts';
import { resetWorld, stripeRateLimit } from '#sandbox/world/world.ts';
import type { ApiError } from './error.ts';
import { countRequest } from './rate-limit.ts';
import { errorOf, testRequests } from './test-requests.ts';

const bank = testBank();

const { call, post } = testRequests(bank);

describe('keys', () => {
  it('answers 401 without a key and for keys that are none', async () => {
    const without = await fetch(`${bank.sandbox.url}/v1/customers`);
    expect(without.status).toBe(401);
    expect(without.headers.get('request-id')).toMatch(/^req_/);
    expect((await errorOf(without)).message).toContain('You did not provide an API key');
    for (const key of ['nonsense', 'sk_live_test', 'sk_test_', 'sk_test_../etc']) {
      const response = await call('/v1/customers', { headers: { authorization: `Bearer ${key}` } });
      expect(response.status, key).toBe(401);
      expect((await errorOf(response)).message).toContain('Invalid API Key provided');
    }
  });

  it('takes the key as user name of Basic authentication', async () => {
    const response = await call('/v1/customers', { headers: { authorization: `Basic ${btoa('sk_test_test:')}` } });
    expect(response.status).toBe(200);
  });

  it('refuses a publishable key with 403', async () => {
    const error = await failure(bank.sdk('pk_test_test').customers.list());
    expect(error.type).toBe('StripePermissionError');
  });

  it('keeps the worlds of two keys apart', async () => {
    const { id } = await bank.stripe.customers.create({ name: 'Only here' });
    const error = await failure(bank.sdk('sk_test_other').customers.retrieve(id));
    expect(error.statusCode).toBe(404);
  });

  it('refuses an account header, since there are no connected accounts', async () => {
    const error = await failure(bank.stripe.customers.list({}, { stripeAccount: 'acct_1' }));
    expect(error.type).toBe('StripePermissionError');
    expect(error.code).toBe('account_invalid');
  });
});

describe('headers', () => {
  it('echoes the version and gives every answer its own request id', async () => {
    const first = await call('/v1/customers', { headers: { 'stripe-version': '2026-10-28.endive' } });
    const second = await call('/v1/customers/cus_unknown');
    expect(first.headers.get('stripe-version')).toBe('2026-10-28.endive');
    expect(first.headers.get('request-id')).toMatch(/^req_\w{14}$/);
    expect(second.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
  });

  it('refuses a version that is none', async () => {
    expect((await call('/v1/customers', { headers: { 'stripe-version': 'newest' } })).status).toBe(400);
  });
});

describe('idempotency keys', () => {
  it('replays the first answer and does the work once', async () => {
    const first = await post('/v1/customers', 'name=Once', { 'idempotency-key': 'once' });
    const second = await post('/v1/customers', 'name=Once', { 'idempotency-key': 'once' });
    expect(await second.text()).toBe(await first.text());
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.headers.get('original-request')).toBe(first.headers.get('request-id'));
    const { data } = await bank.stripe.customers.list({ limit: 100 });
    expect(data.filter((customer) => customer.name === 'Once')).toHaveLength(1);
  });

  it('refuses other parameters under the same key', async () => {
    await bank.stripe.customers.create({ name: 'First' }, { idempotencyKey: 'mismatch' });
    const error = await failure(bank.stripe.customers.create({ name: 'Second' }, { idempotencyKey: 'mismatch' }));
    expect(error.type).toBe('StripeIdempotencyError');
    expect(error.statusCode).toBe(400);
  });

  it('answers 409 to a twin that comes while the first is on its way', async () => {
    await bank.control('POST', 'faults', { fault: 'slow', ms: 1_500, path: '/v1/customers' });
    const first = bank.stripe.customers.create({ name: 'Twin' }, { idempotencyKey: 'twin' });
    const arrived = async (): Promise<void> => {
      if (!bank.world.busyKeys.has('twin')) return new Promise((resolve) => setImmediate(resolve)).then(arrived);
    };
    await arrived();
    const response = await post('/v1/customers', 'name=Twin', { 'idempotency-key': 'twin' });
    expect(response.status).toBe(409);
    expect(response.headers.get('stripe-should-retry')).toBe('true');
    expect((await errorOf(response)).code).toBe('idempotency_key_in_use');
    await first;
  });

  it('remembers failures of execution and forgets refused parameters', async () => {
    const { id } = await bank.stripe.customers.create({});
    const refused = await post('/v1/customers', 'bogus=1', { 'idempotency-key': 'refused' });
    expect(refused.status).toBe(400);
    expect((await post('/v1/customers', 'name=Fine', { 'idempotency-key': 'refused' })).status).toBe(200);
    await bank.stripe.customers.del(id);
    const gone = await post(`/v1/customers/${id}`, 'name=Gone', { 'idempotency-key': 'gone' });
    expect(gone.status).toBe(404);
    const again = await post(`/v1/customers/${id}`, 'name=Gone', { 'idempotency-key': 'gone' });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('a fault of requests', () => {
  it('waits for a request that is carried out', async () => {
    const headers = { 'idempotency-key': 'before the fault' };
    await post('/v1/customers', 'name=Before', headers);
    await bank.control('POST', 'faults', { fault: 'unavailable' });
    expect((await call('/v1/invoices')).status).toBe(404);
    expect((await post('/v1/customers', 'name=Before', headers)).headers.get('idempotent-replayed')).toBe('true');
    expect((await post('/v1/customers', 'name=Other', headers)).status).toBe(400);
    expect((await call('/v1/customers')).status).toBe(503);
    expect((await call('/v1/customers')).status).toBe(200);
  });
});

describe('a request that lasts longer than its world', () => {
  it('is cut, does nothing in the next one, and leaves no trace there', async () => {
    const stripe = bank.sdk('sk_test_outlived');
    await stripe.customers.list();
    const world = bank.sandbox.worlds.get('outlived');
    armFault(world, 'slow', { ms: 20 }, 1);
    const lost = failure(stripe.customers.create({ name: 'Late' }, { idempotencyKey: 'late' }));
    while (!world.busyKeys.has('late')) await new Promise((resolve) => setImmediate(resolve));
    resetWorld(world, { seed: 1, ids: '', mode: 'still', startMs: 0 }, { endpoints: true });
    world.busyKeys.add('late');
    expect((await lost).type).toBe('StripeConnectionError');
    expect([...world.busyKeys]).toEqual(['late']);
    expect(world.requests).toEqual([]);
    expect((await stripe.customers.list()).data).toEqual([]);
  });
});

describe('rate limits', () => {
  const limit = (rateLimit: unknown) => bank.control('POST', 'pace', { rateLimit });
  const listed = (count: number, sdk = bank.stripe) =>
    Promise.allSettled(Array.from({ length: count }, () => sdk.customers.list({ limit: 1 })));
  const refusedOf = (outcomes: PromiseSettledResult<unknown>[]) =>
    outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Stripe.errors.StripeError] : []));
  afterEach(() => limit(null));

  it('are not kept unless they are asked for', async () => {
    expect(refusedOf(await listed(60))).toEqual([]);
  });

  it('let through what fits into a second, and fill again evenly', () => {
    const world = { ...bank.world, pace: { ...bank.world.pace, rateLimit: stripeRateLimit } };
    const ask = (nowMs: number, key = 'sk_test_test') => {
      try {
        countRequest(world, { key, endpoint: null, nowMs });
        return 'taken';
      } catch (error) {
        return (error as ApiError).status;
      }
    };
    const second = Array.from({ length: 25 }, () => ask(0));
    expect(new Set(second)).toEqual(new Set(['taken']));
    expect([ask(0), ask(39)]).toEqual([429, 429]);
    expect([ask(41), ask(42)]).toEqual(['taken', 429]);
    expect(ask(42, 'rk_test_test')).toBe('taken');
    expect(Array.from({ length: 30 }, () => ask(9_000)).filter((answer) => answer === 'taken')).toHaveLength(25);
  });

  it('refuse the rest with 429 and the reason, and leave repeating to the caller', async () => {
    await limit({ total: 3 });
    const refused = refusedOf(await listed(30));
    expect(refused.length).toBeGreaterThan(0);
    for (const error of refused) {
      expect(error).toMatchObject({ type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit' });
      expect(error.headers?.['stripe-rate-limited-reason']).toBe('global-rate');
      expect(error.headers?.['stripe-should-retry']).toBeUndefined();
    }
  });

  it('tell reads from writes, endpoints from one another, and searches', async () => {
    await limit({ reads: 1 });
    expect(refusedOf(await listed(20)).length).toBeGreaterThan(0);
    expect((await bank.stripe.customers.create({})).object).toBe('customer');
    await limit({ endpoint: 1 });
    expect(refusedOf(await listed(20))[0]?.headers?.['stripe-rate-limited-reason']).toBe('endpoint-rate');
    expect((await bank.stripe.events.list({ limit: 1 })).object).toBe('list');
    await limit({ search: 1 });
    const search = () => bank.stripe.customers.search({ query: 'created>0' });
    expect(refusedOf(await Promise.allSettled(Array.from({ length: 10 }, search))).length).toBeGreaterThan(0);
    expect(refusedOf(await listed(20))).toEqual([]);
  });

  it('are not remembered under an idempotency key, and are waited for by the SDK when it is told to', async () => {
    await limit({ writes: 2, shouldRetry: true });
    const refusedKey = async (count = 0): Promise<string> => {
      const key = `later-${count}`;
      const [outcome] = await Promise.allSettled([
        bank.stripe.customers.create({ name: 'Late' }, { idempotencyKey: key }),
      ]);
      return outcome.status === 'rejected' ? key : refusedKey(count + 1);
    };
    const key = await refusedKey();
    const patient = bank.sdk('sk_test_test', { maxNetworkRetries: 3 });
    expect((await patient.customers.create({ name: 'Late' }, { idempotencyKey: key })).name).toBe('Late');
  });
});

describe('an error while the work is done', () => {
  it('is the result of that request: the repetition gets it again, and the work is done once', async () => {
    const stripe = bank.sdk('sk_test_broken', { maxNetworkRetries: 1 });
    await stripe.customers.list();
    const world = bank.sandbox.worlds.get('broken');
    armFault(world, 'server-error', { after: true, path: '/v1/customers' }, 1);
    expect((await failure(stripe.customers.create({ name: 'Once' }))).statusCode).toBe(500);
    expect((await stripe.customers.list()).data.map(({ name }) => name)).toEqual(['Once']);
  });
});
