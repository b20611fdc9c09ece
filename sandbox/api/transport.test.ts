import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBank, type TestBank } from '#sandbox/testing/bank.ts';
import { endpoints } from './routes.ts';

let bank: TestBank;
beforeAll(async () => {
  bank = await startTestBank();
});
afterAll(() => bank.close());

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${bank.sandbox.url}${path}`, {
    ...init,
    headers: { authorization: 'Bearer sk_test_test', ...init.headers },
  });
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  call(path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
  });
type ErrorBody = { error: { type: string; code?: string; message: string; param?: string } };
const errorOf = async (response: Response) => ((await response.json()) as ErrorBody).error;
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: Stripe.errors.StripeError) => error,
  );

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

describe('parameters', () => {
  it('reads indexed and plain brackets alike', async () => {
    for (const brackets of ['[0]', '[]', '%5B%5D']) {
      const form = `account_holder[type]=account&account_holder[account]=acct_1&permissions${brackets}=balances`;
      const response = await post('/v1/financial_connections/sessions', form);
      expect(response.status, brackets).toBe(200);
      expect(((await response.json()) as { permissions: string[] }).permissions).toEqual(['balances']);
    }
  });

  it.each([
    ['/v1/customers', 'nickname=N', 'nickname'],
    ['/v1/customers', 'address[planet]=Mars', 'address[planet]'],
    ['/v1/customers', 'toString=1', 'toString'],
    ['/v1/financial_connections/sessions', 'permissions[]=balances&filters[countries][]=US', 'filters[countries]'],
  ])('refuses unknown parameters by name: %s %s', async (path, form, param) => {
    const response = await post(path, form);
    expect(response.status).toBe(400);
    expect(await errorOf(response)).toMatchObject({ code: 'parameter_unknown', param, type: 'invalid_request_error' });
  });

  it('refuses unknown parameters of every endpoint', async () => {
    for (const { method, path } of endpoints) {
      const address = path.replace(/:\w+/g, 'x');
      const response =
        method === 'POST' ? await post(address, 'bogus=1') : await call(`${address}?bogus=1`, { method });
      expect((await errorOf(response)).code, `${method} ${path}`).toBe('parameter_unknown');
    }
  });

  it.each([
    ['permissions[]=balances', 'account_holder'],
    ['account_holder[type]=customer&account_holder[customer]=cus_1', 'permissions'],
    ['account_holder[type]=customer&permissions[]=balances', 'account_holder[customer]'],
  ])('names the missing parameter: %s', async (form, param) => {
    expect(await errorOf(await post('/v1/financial_connections/sessions', form))).toMatchObject({
      code: 'parameter_missing',
      param,
    });
  });

  it('lists the values that a parameter can have', async () => {
    const form = 'account_holder[type]=account&account_holder[account]=acct_1&permissions[]=balance';
    const error = await errorOf(await post('/v1/financial_connections/sessions', form));
    expect(error).toMatchObject({ param: 'permissions[0]' });
    expect(error.message).toContain('balances, ownership, payment_method, or transactions');
  });

  it('refuses a JSON body and an unknown address', async () => {
    expect((await post('/v1/customers', '{"name":"N"}', { 'content-type': 'application/json' })).status).toBe(400);
    const unknown = await call('/v1/invoices');
    expect(unknown.status).toBe(404);
    expect((await errorOf(unknown)).message).toContain('Unrecognized request URL (GET: /v1/invoices)');
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
    await bank.control('POST', 'faults', { fault: 'slow', ms: 150, path: '/v1/customers' });
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

describe('paging and expansion', () => {
  it('walks a list both ways and arrives at the same rows', async () => {
    const stripe = bank.sdk('sk_test_paging');
    const made: string[] = [];
    for (let index = 0; index < 7; index += 1) made.push((await stripe.customers.create({ name: `N${index}` })).id);
    const newestFirst = made.toReversed();
    const forward: string[] = [];
    for await (const customer of stripe.customers.list({ limit: 3 })) forward.push(customer.id);
    expect(forward).toEqual(newestFirst);
    const middle = await stripe.customers.list({ limit: 2, ending_before: newestFirst[5] as string });
    expect(middle.data.map(({ id }) => id)).toEqual(newestFirst.slice(3, 5));
    expect(middle.has_more).toBe(true);
    const first = await stripe.customers.list({ limit: 3, ending_before: newestFirst[3] as string });
    expect(first.data.map(({ id }) => id)).toEqual(newestFirst.slice(0, 3));
    expect(first.has_more).toBe(false);
  });

  it('refuses limits beyond 100, unknown cursors and both cursors at once', async () => {
    expect(await failure(bank.stripe.customers.list({ limit: 101 }))).toMatchObject({ param: 'limit' });
    expect(await failure(bank.stripe.customers.list({ limit: 0 }))).toMatchObject({ param: 'limit' });
    const unknown = await failure(bank.stripe.customers.list({ starting_after: 'cus_no' }));
    expect(unknown).toMatchObject({ code: 'resource_missing', param: 'starting_after', statusCode: 400 });
    const both = await failure(bank.stripe.customers.list({ starting_after: 'a', ending_before: 'b' }));
    expect(both.code).toBe('parameters_exclusive');
  });

  it('expands through lists, and refuses what cannot be expanded', async () => {
    const { customer, session } = await bank.link(['salaried.harborline.checking']);
    await bank.refreshed();
    const listed = await bank.stripe.financialConnections.accounts.list({
      session: session.id,
      expand: ['data.ownership', 'data.account_holder.customer'],
    });
    const [account] = listed.data;
    expect(account?.ownership).toMatchObject({ object: 'financial_connections.account_ownership' });
    expect(account?.account_holder?.customer).toMatchObject({ id: customer, object: 'customer' });
    const deep = await bank.stripe.financialConnections.sessions.retrieve(session.id, {
      expand: ['accounts.data.account_holder.customer'],
    });
    expect(deep.accounts.data[0]?.account_holder?.customer).toMatchObject({ id: customer });
    for (const path of ['balance', 'ownership.owners.data.name.first', 'display_name']) {
      const error = await failure(
        bank.stripe.financialConnections.accounts.retrieve(account?.id ?? '', { expand: [path] }),
      );
      expect(error.statusCode, path).toBe(400);
      expect(error.param, path).toBe('expand');
    }
  });
});
