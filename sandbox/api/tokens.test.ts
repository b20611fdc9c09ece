import type Stripe from 'stripe';
import { beforeAll, describe, expect, it } from 'vitest';
import { testBank, testMoment } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';

const bank = testBank();

const numbers = { country: 'US', currency: 'usd', routing_number: '110000000', account_number: '000123456789' };
const newToken = (more: Partial<Stripe.TokenCreateParams.BankAccount> = {}) =>
  bank.stripe.tokens.create({ bank_account: { ...numbers, ...more } });

describe('tokens', () => {
  it('stand for a bank account without telling its number', async () => {
    const token = await newToken({ account_holder_name: 'Nora Whitcombe', account_holder_type: 'individual' });
    expect(token).toMatchObject({
      object: 'token',
      type: 'bank_account',
      used: false,
      created: testMoment,
      client_ip: '127.0.0.1',
      bank_account: {
        object: 'bank_account',
        account_holder_name: 'Nora Whitcombe',
        account_holder_type: 'individual',
        country: 'US',
        currency: 'usd',
        last4: '6789',
        routing_number: '110000000',
        status: 'new',
      },
    });
    expect(token.id).toMatch(/^btok_\w{20,}$/);
    expect(JSON.stringify(token)).not.toContain('000123456789');
    expect(await bank.stripe.tokens.retrieve(token.id)).toMatchObject({ id: token.id, used: false });
  });

  it('tell by the fingerprint whether two bank accounts are one', async () => {
    const [first, again, other] = await Promise.all([
      newToken(),
      newToken(),
      newToken({ account_number: '000111111116' }),
    ]);
    expect(first.bank_account?.fingerprint).toBe(again.bank_account?.fingerprint);
    expect(first.bank_account?.fingerprint).not.toBe(other.bank_account?.fingerprint);
    expect(first.bank_account?.id).not.toBe(again.bank_account?.id);
  });

  it('are made and read with a publishable key', async () => {
    const publishable = bank.sdk('pk_test_test');
    const token = await publishable.tokens.create({ bank_account: numbers });
    expect(await publishable.tokens.retrieve(token.id)).toMatchObject({ id: token.id });
    expect((await failure(publishable.customers.create({ source: token.id }))).code).toBe('secret_key_required');
  });

  it('are told to no page of another origin', async () => {
    const { id } = await newToken();
    const headers = { origin: 'https://shop.example', authorization: 'Bearer pk_test_test' };
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await fetch(`${bank.sandbox.url}/v1/tokens/${id}`, { method, headers });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('are used once', async () => {
    const { id } = await newToken();
    const customer = await bank.stripe.customers.create({ source: id });
    expect((await bank.stripe.tokens.retrieve(id)).used).toBe(true);
    const again = await failure(bank.stripe.customers.createSource(customer.id, { source: id }));
    expect(again).toMatchObject({ code: 'token_already_used', statusCode: 400, type: 'StripeInvalidRequestError' });
    const refusedBefore = await newToken();
    await failure(bank.stripe.customers.create({ source: refusedBefore.id, invoice_prefix: 'too long to be one' }));
    expect((await bank.stripe.tokens.retrieve(refusedBefore.id)).used).toBe(false);
  });

  it.each([
    [{ routing_number: '110000001' }, 'routing_number_invalid', 'bank_account[routing_number]'],
    [{ routing_number: '12' }, 'routing_number_invalid', 'bank_account[routing_number]'],
    [{ account_number: '12x' }, 'account_number_invalid', 'bank_account[account_number]'],
    [{ payment_method: 'pm_none' }, 'resource_missing', 'bank_account[payment_method]'],
    [{ currency: 'eur' }, undefined, 'bank_account[currency]'],
    [{ country: 'GB' }, undefined, 'bank_account[country]'],
  ])('are refused for %j', async (wrong, code, param) => {
    expect(await failure(newToken(wrong))).toMatchObject({ statusCode: 400, code, param });
  });

  it('stand for one thing, and for something', async () => {
    const both = await failure(bank.stripe.tokens.create({ bank_account: numbers, pii: { id_number: '000000000' } }));
    expect(both).toMatchObject({ code: 'parameters_exclusive', param: 'pii' });
    expect((await failure(bank.stripe.tokens.create({}))).message).toContain('You must supply');
    expect(await bank.stripe.tokens.create({ pii: { id_number: '000000000' } })).toMatchObject({ type: 'pii' });
    const card = { number: '4242424242424242', exp_month: '12', exp_year: '2030', cvc: '123' };
    expect((await failure(bank.stripe.tokens.create({ card }))).message).toContain('generally unsafe');
    const pii = await bank.stripe.tokens.create({ pii: { id_number: '000000000' } });
    expect((await failure(bank.stripe.customers.create({ source: pii.id }))).param).toBe('source');
    expect((await failure(bank.stripe.tokens.retrieve('btok_none'))).statusCode).toBe(404);
  });
});

describe('bank accounts of a customer', () => {
  it('come from tokens, are listed and expanded, and go', async () => {
    const customer = await bank.stripe.customers.create({ source: (await newToken()).id });
    const added = await bank.stripe.customers.createSource(customer.id, {
      source: (await newToken({ account_number: '000111111116' })).id,
      metadata: { purpose: 'rent' },
    });
    expect(added).toMatchObject({
      object: 'bank_account',
      customer: customer.id,
      last4: '1116',
      metadata: { purpose: 'rent' },
    });
    const listed = await bank.stripe.customers.listSources(customer.id);
    expect(listed.data.map(({ id }) => id)).toEqual([added.id, customer.default_source]);
    const whole = await bank.stripe.customers.retrieve(customer.id, { expand: ['default_source', 'sources'] });
    if (whole.deleted) throw new Error('deleted');
    expect(whole.default_source).toMatchObject({ object: 'bank_account', last4: '6789' });
    expect(whole.sources?.data).toHaveLength(2);
    const changed = await bank.stripe.customers.update(customer.id, { default_source: added.id });
    expect(changed.default_source).toBe(added.id);
    const removed = await bank.stripe.customers.deleteSource(customer.id, added.id);
    expect(removed).toMatchObject({ id: added.id, deleted: true });
    expect(await bank.stripe.customers.retrieve(customer.id)).toMatchObject({
      default_source: customer.default_source,
    });
    expect((await failure(bank.stripe.customers.retrieveSource(customer.id, added.id))).statusCode).toBe(404);
  });

  it('are replaced by the next one that an update brings, with the events of both', async () => {
    const customer = await bank.stripe.customers.create({ source: (await newToken()).id });
    const changed = await bank.stripe.customers.update(customer.id, { source: (await newToken()).id });
    expect(changed.default_source).not.toBe(customer.default_source);
    expect((await bank.stripe.customers.listSources(customer.id)).data).toHaveLength(1);
    const { data } = await bank.stripe.events.list({ limit: 5 });
    expect(data.slice(0, 3).map(({ type }) => type)).toEqual([
      'customer.updated',
      'customer.source.deleted',
      'customer.source.created',
    ]);
  });
});

describe('searching customers', () => {
  const search = async (query: string) => {
    const found = await bank.sdk('sk_test_search').customers.search({ query, limit: 100 });
    return found.data.map(({ name }) => name).toSorted();
  };
  beforeAll(async () => {
    const stripe = bank.sdk('sk_test_search');
    await stripe.customers.create({ name: 'Ada Quill', email: 'ada@example.com', metadata: { plan: 'pro' } });
    await stripe.customers.create({ name: 'Bea "B" Quill', email: 'bea@example.org', phone: '+15555550100' });
    await stripe.customers.create({ name: 'Cyr Moss', metadata: { plan: 'free' } });
    const { id } = await stripe.customers.create({ name: 'Gone Quill' });
    await stripe.customers.del(id);
  });

  it.each([
    ['name:"ada quill"', ['Ada Quill']],
    ['name~"quill"', ['Ada Quill', 'Bea "B" Quill']],
    ["name~'quill' AND -email:'ada@example.com'", ['Bea "B" Quill']],
    ['email:"ada@example.com" OR phone:"+15555550100"', ['Ada Quill', 'Bea "B" Quill']],
    ['metadata["plan"]:"free"', ['Cyr Moss']],
    ['-metadata["plan"]:null', ['Ada Quill', 'Cyr Moss']],
    ['email:null', ['Cyr Moss']],
    ['name:"Bea \\"B\\" Quill"', ['Bea "B" Quill']],
    ['created>0 name~"moss"', ['Cyr Moss']],
    ['created<100', []],
  ])('finds by %s', async (query, names) => {
    expect(await search(query)).toEqual(names);
  });

  it.each([
    'color:"red"',
    'name:',
    'name:Ada',
    'name~"a"',
    'name:"a" AND name:"b" OR name:"c"',
    'created~"1"',
    '  ',
    'metadata:"x"',
  ])('refuses %s', async (query) => {
    expect(await failure(bank.stripe.customers.search({ query }))).toMatchObject({ statusCode: 400, param: 'query' });
  });

  it('pages by a token of its own and counts when asked', async () => {
    const stripe = bank.sdk('sk_test_search');
    const first = await stripe.customers.search({ query: 'created>0', limit: 2, expand: ['total_count'] });
    expect(first).toMatchObject({ object: 'search_result', has_more: true, total_count: 3 });
    const second = await stripe.customers.search({ query: 'created>0', limit: 2, page: first.next_page ?? '' });
    expect(second).toMatchObject({ has_more: false, next_page: null });
    const all: string[] = [];
    for await (const { id } of stripe.customers.search({ query: 'created>0', limit: 1 })) all.push(id);
    expect(all).toEqual([...first.data, ...second.data].map(({ id }) => id));
    const strange = await failure(stripe.customers.search({ query: 'created>1', page: first.next_page ?? '' }));
    expect(strange.param).toBe('page');
  });
});

describe('what only expansion tells of a customer', () => {
  it('follows what was given', async () => {
    const { id } = await bank.stripe.customers.create({
      address: { country: 'US', state: 'RI' },
      cash_balance: { settings: { reconciliation_mode: 'manual' } },
      tax: { ip_address: '203.0.113.7', validate_location: 'immediately' },
      tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
    });
    const expand = ['cash_balance', 'tax', 'tax_ids', 'subscriptions'];
    expect(await bank.stripe.customers.retrieve(id, { expand })).toMatchObject({
      cash_balance: { customer: id, settings: { reconciliation_mode: 'manual', using_merchant_default: false } },
      tax: { ip_address: '203.0.113.7', location: { country: 'US', state: 'RI', source: 'billing_address' } },
      tax_ids: { data: [{ type: 'eu_vat', value: 'DE123456789', country: 'DE' }] },
      subscriptions: { data: [] },
    });
    const changed = await bank.stripe.customers.update(id, {
      cash_balance: { settings: { reconciliation_mode: 'merchant_default' } },
      tax: { ip_address: '' },
      expand,
    });
    expect(changed.cash_balance?.settings).toEqual({ reconciliation_mode: 'automatic', using_merchant_default: true });
    expect(changed.tax?.ip_address).toBeNull();
    const nowhere = await failure(bank.stripe.customers.create({ tax: { validate_location: 'immediately' } }));
    expect(nowhere.code).toBe('customer_tax_location_invalid');
  });

  it('leaves out payment methods, of which there are none', async () => {
    const { id } = await bank.stripe.customers.create({});
    expect((await bank.stripe.customers.listPaymentMethods(id)).data).toEqual([]);
    expect((await failure(bank.stripe.customers.retrievePaymentMethod(id, 'pm_none'))).statusCode).toBe(404);
  });

  it('comes with limits for what is written', async () => {
    expect((await failure(bank.stripe.customers.create({ email: 'nobody' }))).code).toBe('email_invalid');
    const long = await failure(bank.stripe.customers.create({ metadata: { key: 'x'.repeat(501) } }));
    expect(long.param).toBe('metadata');
  });
});
