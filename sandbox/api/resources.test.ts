import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { households } from '#sandbox/people/households.ts';
import { testBank, testMoment } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { accountsAt, completeSession, findSession, openSession } from '#sandbox/world/linking.ts';

const bank = testBank();

const sessions = () => bank.stripe.financialConnections.sessions;

describe('customers', () => {
  it('keep what they are given, change it, and forget what is emptied', async () => {
    const made = await bank.stripe.customers.create({
      name: 'Nora Whitcombe',
      email: 'nora@example.com',
      address: { city: 'Providence', country: 'US' },
      shipping: { name: 'Nora', address: { line1: '88 Benefit Row' } },
      metadata: { user: '17', plan: 'free' },
      preferred_locales: ['en', 'es'],
      invoice_settings: { footer: 'Thanks' },
    });
    expect(made).toMatchObject({
      created: testMoment,
      address: { city: 'Providence', line1: null },
      shipping: { name: 'Nora', address: { line1: '88 Benefit Row', city: null } },
      metadata: { user: '17', plan: 'free' },
      invoice_settings: { footer: 'Thanks', custom_fields: null },
    });
    const changed = await bank.stripe.customers.update(made.id, {
      name: '',
      address: '',
      metadata: { plan: '', since: '2026' },
    });
    expect(changed).toMatchObject({ name: null, address: null, email: 'nora@example.com' });
    expect(changed.metadata).toEqual({ user: '17', since: '2026' });
    expect(await bank.stripe.customers.retrieve(made.id)).toEqual(changed);
  });

  it('are found by e-mail and moment, and are gone when deleted', async () => {
    const { id } = await bank.stripe.customers.create({ email: 'find@example.com' });
    const found = await bank.stripe.customers.list({ email: 'find@example.com', created: { gte: testMoment } });
    expect(found.data.map((customer) => customer.id)).toEqual([id]);
    expect((await bank.stripe.customers.list({ email: 'find@example.com', created: { lt: testMoment } })).data).toEqual(
      [],
    );
    expect(await bank.stripe.customers.del(id)).toEqual(
      expect.objectContaining({ id, object: 'customer', deleted: true }),
    );
    expect(await bank.stripe.customers.retrieve(id)).toMatchObject({ deleted: true });
    expect((await bank.stripe.customers.list({ email: 'find@example.com' })).data).toEqual([]);
    expect((await failure(bank.stripe.customers.update(id, { name: 'x' }))).statusCode).toBe(404);
  });

  it('tell their events, with what changed', async () => {
    const { id } = await bank.stripe.customers.create({ name: 'Before' });
    await bank.stripe.customers.update(id, { name: 'After' });
    await bank.stripe.customers.update(id, { name: 'After' });
    const events = (await bank.stripe.events.list({ types: ['customer.created', 'customer.updated'] })).data.filter(
      (event) => (event.data.object as Stripe.Customer).id === id,
    );
    expect(events.map((event) => event.type)).toEqual(['customer.updated', 'customer.created']);
    expect(events[0]?.data.previous_attributes).toEqual({ name: 'Before' });
  });
});

describe('sessions', () => {
  const holder = async () => {
    const { id } = await bank.stripe.customers.create({});
    return { account_holder: { type: 'customer' as const, customer: id }, permissions: ['balances' as const] };
  };

  it('have the documented defaults', async () => {
    const made = await sessions().create(await holder());
    expect(made).toMatchObject({
      filters: { account_subcategories: null, country: 'US', require_payment_method_support: 'none' },
      manual_entry: { mode: 'disabled' },
      prefetch: [],
      accounts: { data: [], has_more: false },
    });
    expect(made.limits).toBeUndefined();
    expect(made.client_secret).toMatch(new RegExp(`^${made.id}_secret_\\w{30,}$`));
    const { lastResponse: _ignored, ...rest } = await sessions().retrieve(made.id);
    expect(made).toMatchObject(rest);
  });

  it('keep filters, limits, manual entry and the way back', async () => {
    const made = await sessions().create({
      ...(await holder()),
      filters: { account_subcategories: ['checking', 'savings'], country: 'us', require_payment_method_support: 'all' },
      limits: { accounts: 2 },
      manual_entry: { mode: 'automatic' },
      return_url: 'https://example.com/back',
    });
    expect(made).toMatchObject({
      filters: { account_subcategories: ['checking', 'savings'], country: 'US', require_payment_method_support: 'all' },
      limits: { accounts: 2 },
      manual_entry: { mode: 'automatic' },
      return_url: 'https://example.com/back',
    });
    expect((await sessions().create({ ...(await holder()), limits: { accounts: '' } })).limits).toBeUndefined();
  });

  it('refuse unknown holders, two holders at once, and a prefetch that was not permitted', async () => {
    const unknown = await failure(
      sessions().create({ account_holder: { type: 'customer', customer: 'cus_no' }, permissions: ['balances'] }),
    );
    expect(unknown).toMatchObject({ statusCode: 400, code: 'resource_missing', param: 'account_holder[customer]' });
    const given = await holder();
    const both = await failure(
      sessions().create({ ...given, account_holder: { ...given.account_holder, account: 'acct_1' } }),
    );
    expect(both.code).toBe('parameters_exclusive');
    const prefetch = await failure(sessions().create({ ...given, prefetch: ['transactions'] }));
    expect(prefetch).toMatchObject({ statusCode: 400, param: 'prefetch', code: undefined });
    const none = await failure(sessions().create({ ...given, permissions: [] }));
    expect(none).toMatchObject({ code: 'parameter_missing', param: 'permissions' });
    expect((await failure(sessions().create({ ...given, limits: { accounts: 0 } }))).param).toBe('limits[accounts]');
    expect((await failure(sessions().retrieve('fcsess_no'))).statusCode).toBe(404);
  });

  it('open once, keep to their limit and filters, and are over when they were cancelled', async () => {
    const given = await holder();
    const made = await sessions().create({
      ...given,
      filters: { account_subcategories: ['checking'] },
      limits: { accounts: 1 },
    });
    const opened = openSession(bank.world, made.client_secret ?? '');
    if (!opened.ok) throw new Error(opened.message);
    const seen = accountsAt(bank.world, 'harborline', 'nora', opened.session);
    expect(seen.map((account) => account.subcategory)).toEqual(['checking']);
    const keys = ['salaried.harborline.checking', 'family.larkfield.checking'];
    const choose = (chosen: string[]) =>
      completeSession(
        bank.world,
        opened.session,
        chosen.map((bankAccountKey) => ({ bankAccountKey })),
      );
    expect(() => choose(keys)).toThrow('may link 1 accounts');
    expect(() => choose(['salaried.harborline.savings'])).toThrow('filters');
    expect(findSession(bank.world, made.id)?.finished).toBe(false);
    expect(choose([])).toEqual([]);
    expect(openSession(bank.world, made.client_secret ?? '')).toMatchObject({ ok: false });
    expect(openSession(bank.world, 'fcsess_no_secret_no')).toMatchObject({ ok: false });
    expect(() => choose(keys.slice(0, 1))).toThrow('is over');
    expect((await sessions().retrieve(made.id)).accounts.data).toEqual([]);
  });

  it('show a first page of their accounts; the list has the rest', async () => {
    const keys = households.flatMap((household) => household.accounts.map(({ key }) => key));
    const { session } = await bank.link(keys.slice(0, 12), { prefetch: [] });
    expect(session.accounts.data).toHaveLength(10);
    expect(session.accounts.has_more).toBe(true);
    const all = await bank.stripe.financialConnections.accounts.list({ session: session.id, limit: 100 });
    expect(all.data).toHaveLength(12);
    const exclusive = await failure(
      bank.stripe.financialConnections.accounts.list({ session: session.id, account_holder: { customer: 'cus_1' } }),
    );
    expect(exclusive.code).toBe('parameters_exclusive');
  });
});

describe('webhook endpoints', () => {
  it('tell their secret once', async () => {
    const made = await bank.stripe.webhookEndpoints.create({
      url: 'http://127.0.0.1:9/events',
      enabled_events: ['financial_connections.account.created'],
      description: 'Plumb',
      metadata: { a: '1' },
    });
    expect(made.secret).toMatch(/^whsec_\w{32}$/);
    const read = await bank.stripe.webhookEndpoints.retrieve(made.id);
    expect(read.secret).toBeUndefined();
    expect(read).toMatchObject({ status: 'enabled', description: 'Plumb', metadata: { a: '1' } });
    const changed = await bank.stripe.webhookEndpoints.update(made.id, { disabled: true, enabled_events: ['*'] });
    expect(changed).toMatchObject({ status: 'disabled', enabled_events: ['*'] });
    expect((await bank.stripe.webhookEndpoints.list()).data.map(({ id }) => id)).toContain(made.id);
    expect(await bank.stripe.webhookEndpoints.del(made.id)).toMatchObject({ id: made.id, deleted: true });
    expect((await failure(bank.stripe.webhookEndpoints.retrieve(made.id))).statusCode).toBe(404);
  });

  it('refuse addresses and types that are none', async () => {
    const url = await failure(bank.stripe.webhookEndpoints.create({ url: 'nowhere', enabled_events: ['*'] }));
    expect(url).toMatchObject({ code: 'url_invalid', param: 'url' });
    const type = await failure(
      bank.stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['everything' as '*'] }),
    );
    expect(type.param).toBe('enabled_events[0]');
  });
});

describe('events', () => {
  it('are listed newest first, by type and moment, for 30 days', async () => {
    const { id } = await bank.stripe.customers.create({});
    const byType = await bank.stripe.events.list({ type: 'customer.created' });
    expect(byType.data.every((event) => event.type === 'customer.created')).toBe(true);
    const [newest] = byType.data;
    expect(newest?.data.object).toMatchObject({ id });
    expect(await bank.stripe.events.retrieve(newest?.id ?? '')).toMatchObject({
      id: newest?.id,
      type: 'customer.created',
    });
    expect((await bank.stripe.events.list({ created: { gt: testMoment } })).data).toEqual([]);
    expect((await failure(bank.stripe.events.list({ type: 'a', types: ['b'] }))).code).toBe('parameters_exclusive');
    await bank.control('POST', 'advance', { days: 31 });
    expect((await bank.stripe.events.list()).data).toEqual([]);
  });
});
