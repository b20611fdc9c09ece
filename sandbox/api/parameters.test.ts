import { describe, expect, it } from 'vitest';
import { testBank } from '#sandbox/testing/bank.ts';
import { failure } from '#sandbox/testing/failure.ts';
import { endpoints } from './routes.ts';
import { errorOf, testRequests } from './test-requests.ts';

const bank = testBank();

const { call, post } = testRequests(bank);

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

  it('takes numbers for names in metadata, and for an order everywhere else', async () => {
    const { metadata } = await bank.stripe.customers.create({ metadata: { 1: 'x', 7: 'y' } });
    expect(metadata).toEqual({ 1: 'x', 7: 'y' });
    const locales = 'preferred_locales[3]=de&preferred_locales[5]=fr';
    const response = await post('/v1/customers', `metadata[5]=x&metadata[color]=red&${locales}`);
    expect(await response.json()).toMatchObject({
      metadata: { 5: 'x', color: 'red' },
      preferred_locales: ['de', 'fr'],
    });
    const error = await errorOf(await post('/v1/customers', 'metadata=5'));
    expect(error).toMatchObject({ param: 'metadata', message: 'Invalid object' });
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

  it('knows a cursor only in its own list', async () => {
    const here = await bank.link(['salaried.harborline.checking', 'ownership_accounts.two_owners']);
    const there = await bank.link(['family.larkfield.checking', 'ownership_accounts.two_owners']);
    await bank.refreshed();
    const connections = '/v1/financial_connections';
    const idsOf = async (query: string) =>
      ((await (await call(query)).json()) as { data: { id: string }[] }).data.map(({ id }) => id);
    const lists = ({ accounts: [rows, owned], customer }: typeof here) => [
      `${connections}/transactions?account=${rows?.id}`,
      `${connections}/accounts?account_holder[customer]=${customer}`,
      `${connections}/accounts/${owned?.id}/owners?ownership=${owned?.ownership}`,
    ];
    const withOwners = async (linked: typeof here) => ({
      ...linked,
      accounts: await Promise.all(
        linked.accounts.map(({ id }) => bank.stripe.financialConnections.accounts.retrieve(id)),
      ),
    });
    const [ours, theirs] = [lists(await withOwners(here)), lists(await withOwners(there))];
    for (const [index, list] of ours.entries()) {
      const [foreign] = await idsOf(theirs[index] ?? '');
      expect(foreign, list).toBeDefined();
      const error = await errorOf(await call(`${list}&starting_after=${foreign}`));
      expect(error, list).toMatchObject({ code: 'resource_missing', param: 'starting_after' });
      expect((await call(`${list}&starting_after=${(await idsOf(list))[0]}`)).status).toBe(200);
    }
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

describe('every list', () => {
  it('gives the same rows forwards and backwards, in pages of any size', async () => {
    const { accounts } = await bank.link(['ownership_accounts.two_owners', 'salaried.harborline.checking']);
    await bank.refreshed();
    const account = await bank.stripe.financialConnections.accounts.retrieve(accounts[0]?.id ?? '');
    const source = async () => {
      const numbers = { country: 'US', routing_number: '110000000', account_number: '000123456789' };
      return (await bank.stripe.tokens.create({ bank_account: numbers })).id;
    };
    const holder = await bank.stripe.customers.create({ source: await source() });
    await bank.stripe.customers.createSource(holder.id, { source: await source() });
    await bank.stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['account.updated'] });
    await bank.stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['account.updated'] });
    const connections = '/v1/financial_connections';
    const lists = [
      '/v1/customers?',
      `/v1/customers/${holder.id}/sources?`,
      '/v1/events?',
      '/v1/webhook_endpoints?',
      `${connections}/accounts?`,
      `${connections}/accounts/${account.id}/owners?ownership=${account.ownership}&`,
      `${connections}/transactions?account=${account.id}&`,
    ];
    type Page = { data: { id: string }[]; has_more: boolean };
    const page = async (query: string) => (await (await call(query)).json()) as Page;
    for (const path of lists) {
      const whole = (await page(`${path}limit=12`)).data.map(({ id }) => id);
      expect(whole.length, path).toBeGreaterThan(1);
      for (const limit of [1, 2, 5]) {
        const forward = await page(`${path}limit=${limit}&starting_after=${whole[0]}`);
        expect(
          forward.data.map(({ id }) => id),
          path,
        ).toEqual(whole.slice(1, 1 + limit));
        const last = whole.length - 1;
        const backward = await page(`${path}limit=${limit}&ending_before=${whole[last]}`);
        expect(
          backward.data.map(({ id }) => id),
          path,
        ).toEqual(whole.slice(Math.max(0, last - limit), last));
        expect(backward.has_more, path).toBe(last > limit);
      }
      expect(await page(`${path}ending_before=${whole[0]}`)).toMatchObject({ data: [], has_more: false });
      expect((await errorOf(await call(`${path}starting_after=none`))).code, path).toBe('resource_missing');
    }
  });
});
