import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type TestBank, testBank, testMoment } from '#sandbox/testing/bank.ts';
import { descriptionMissing, openDescription } from '#sandbox/testing/description.ts';
import { companions, type Known, type Sample, type Samples, samplesFor } from '#sandbox/testing/samples.ts';
import type { Description } from '#sandbox/testing/schemas.ts';
import { type Leaf, leavesOf } from '#sandbox/testing/schemas.ts';
import type { Endpoint } from './endpoint.ts';
import { endpoints } from './routes.ts';

const addressOf = ({ method, path }: Endpoint) => `${method} ${path}`;
const described = (endpoint: Endpoint): Leaf[] => {
  const leaves = openedDescription?.parameters(endpoint.method, endpoint.path.replace(/:\w+/g, 'x'));
  if (!leaves) throw new Error(`${addressOf(endpoint)} is not described`);
  return leaves;
};
const openedDescription = openDescription();

describe.skipIf(descriptionMissing)(`parameters against the description (skipped: ${descriptionMissing})`, () => {
  // What these take is checked otherwise than by a list of values: see `parameters.ts`.
  const checkedOtherwise = /^(enabled_events\[\]|api_version|type|tax_id_data\[\]\[type\])$|\b(race|ethnicity)\[\]$/;

  it.each(endpoints.map((endpoint) => [addressOf(endpoint), endpoint] as const))(
    '%s reads just what is listed',
    (_, endpoint) => {
      const told = z.toJSONSchema(endpoint.schema, { io: 'input', unrepresentable: 'any' }) as Record<string, unknown>;
      const ours = leavesOf({ paths: {}, components: { schemas: {} } } as Description, told);
      const theirs = described(endpoint);
      expect(ours.map(({ name }) => name).toSorted()).toEqual(theirs.map(({ name }) => name).toSorted());
      const values = (leaves: Leaf[]) =>
        leaves
          .filter((leaf) => leaf.values && !checkedOtherwise.test(leaf.name))
          .map((leaf) => `${leaf.name}: ${leaf.values?.filter((value) => value !== '').toSorted()}`)
          .toSorted();
      expect(values(ours)).toEqual(values(theirs));
    },
  );
});

/** A row of the README's table names an address and parameters; `…` stands for whatever follows. */
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const table = readme.split('### Parameters accepted without effect')[1]?.split(/\n#/)[0] ?? '';
const exemptions = table.split('\n').flatMap((row) => {
  const [, addresses = '', names = '', reason = ''] = row.split('|').map((cell) => cell.trim());
  const quoted = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string);
  const told = reason.length > 0;
  return told ? quoted(addresses).flatMap((address) => quoted(names).map((name) => ({ address, name }))) : [];
});
const isExempt = (address: string, name: string) =>
  exemptions.some(
    (one) =>
      one.address === address && (one.name.endsWith('…') ? name.startsWith(one.name.slice(0, -1)) : one.name === name),
  );

describe.skipIf(descriptionMissing)('every parameter', () => {
  const bank = testBank();
  let samples: Record<string, Samples>;
  beforeAll(async () => {
    samples = samplesFor(await prepare(bank));
  });

  it.each(endpoints.map((endpoint) => [addressOf(endpoint), endpoint] as const))(
    '%s has an effect, or the README says why not',
    async (address, endpoint) => {
      const given = samples[address];
      if (!given) throw new Error(`No samples for ${address}`);
      const without = await ask(bank, endpoint, given, null);
      expect(await ask(bank, endpoint, given, null), 'two equal requests').toEqual(without);
      for (const { name } of described(endpoint)) {
        const sample = given.values[name];
        if (sample === undefined) {
          expect(isExempt(address, name), `${address} ${name}: neither tried nor in the README`).toBe(true);
          continue;
        }
        expect(isExempt(address, name), `${address} ${name}: has an effect, but the README says it has none`).toBe(
          false,
        );
        const answer = await ask(bank, endpoint, given, { name, sample });
        expect(answer, `${address} ${name}: no effect`).not.toEqual(without);
        const isRefused = typeof sample === 'object' && 'refused' in sample;
        expect(answer.status === 200, `${address} ${name}: ${answer.body}`).toBe(!isRefused);
        if (isRefused) expect(answer.body, `${address} ${name}`).not.toContain('parameter_unknown');
      }
    },
  );

  it('is not in the README when nothing takes it', () => {
    const known = endpoints.flatMap((endpoint) =>
      described(endpoint).map(({ name }) => [addressOf(endpoint), name] as const),
    );
    for (const one of exemptions) {
      const isKnown = known.some(
        ([address, name]) => address === one.address && name.startsWith(one.name.replace('…', '')),
      );
      expect(isKnown, `${one.address} ${one.name}`).toBe(true);
    }
    expect(exemptions.length).toBeGreaterThan(0);
  });
});

/** Sends a request with the base and perhaps one parameter more; what differs from call to call is taken out. */
async function ask(
  bank: TestBank,
  endpoint: Endpoint,
  { path, base = '' }: Samples,
  one: { name: string; sample: Sample } | null,
) {
  const { sample } = one ?? {};
  const isAlone = typeof sample === 'object' && 'alone' in sample;
  const value = typeof sample === 'object' ? ('refused' in sample ? sample.refused : sample.alone) : sample;
  const partner = isAlone ? (sample as { with?: string }).with : companions[one?.name ?? ''];
  const parts = one ? [assignment(one.name, value ?? ''), partner ?? ''] : [];
  const kept = isAlone ? [] : base.split('&').filter((part) => part !== '' && overrides(one?.name, part));
  const query = await filled(bank, [...kept, ...parts].filter((part) => part !== '').join('&'));
  const address = `${bank.sandbox.url}${await filled(bank, path)}`;
  const headers = { authorization: 'Bearer sk_test_test', 'content-type': 'application/x-www-form-urlencoded' };
  const response =
    endpoint.method === 'POST'
      ? await fetch(address, { method: 'POST', headers, body: query })
      : await fetch(`${address}?${query}`, { method: endpoint.method, headers });
  const text = await response.text();
  // Deliveries go on meanwhile.
  const settled = text.replace(/"pending_webhooks":\d+/g, '"pending_webhooks":0');
  return { status: response.status, body: settled.replace(/\b([a-z]+_)[A-Za-z0-9]{14,}(?:_secret_\w+)?/g, '$1…') };
}

/** A parameter takes the place of its like in the base; a list's items are added to. */
function overrides(name: string | undefined, part: string): boolean {
  return part.split('=')[0] !== name || name?.endsWith('[]') === true;
}

/** A parameter as a form has it: the first of a list's groups, one more of a list's values. */
function assignment(name: string, value: string): string {
  const address = name.replace(/\[\](?=\[)/g, '[0]').replace('[*]', '[key]');
  return `${address}=${/^\{\w+\}$/.test(value) ? value : encodeURIComponent(value)}`;
}

async function filled(bank: TestBank, text: string): Promise<string> {
  const { stripe } = bank;
  const customer = async () => (await stripe.customers.create({})).id;
  const makers: Record<string, () => Promise<string>> = {
    customer,
    token: () => newToken(bank),
    source: async () => {
      const made = await stripe.customers.create({ source: await newToken(bank) });
      return `${made.id}/sources/${made.default_source}`;
    },
    account: async () => (await bank.link(['salaried.harborline.checking'], { prefetch: [] })).accounts[0]?.id ?? '',
    endpoint: async () =>
      (await stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['customer.created'] })).id,
  };
  const [, name] = /\{(\w+)\}/.exec(text) ?? [];
  return name ? text.replace(`{${name}}`, (await makers[name]?.()) ?? '') : text;
}

async function newToken({ stripe }: TestBank): Promise<string> {
  const account = { country: 'US', routing_number: '110000000', account_number: '000123456789' };
  return (await stripe.tokens.create({ bank_account: account })).id;
}

async function prepare(bank: TestBank): Promise<Known> {
  const { stripe } = bank;
  const first = await stripe.customers.create({ name: 'First', email: 'first@example.com' });
  const second = await stripe.customers.create({
    name: 'Second',
    address: { country: 'US' },
    tax_id_data: [{ type: 'eu_vat', value: 'DE123456789' }],
  });
  const sourced = await stripe.customers.create({ source: await newToken(bank) });
  const source = await stripe.customers.createSource(sourced.id, { source: await newToken(bank) });
  const linked = await bank.link(['ownership_accounts.two_owners', 'salaried.harborline.checking'], {
    customer: second.id,
  });
  await bank.link(['salaried.harborline.savings'], { prefetch: [] });
  await bank.refreshed();
  const account = await stripe.financialConnections.accounts.retrieve(linked.accounts[0]?.id ?? '');
  const ownership = String(account.ownership);
  const owners = await stripe.financialConnections.accounts.listOwners(account.id, { ownership });
  const refresh = account.transaction_refresh?.id ?? '';
  const { data: rows } = await stripe.financialConnections.transactions.list({ account: account.id });
  await bank.control('POST', 'advance', { hours: 1 });
  const endpoints = [];
  for (const url of ['http://127.0.0.1:9/a', 'http://127.0.0.1:9/b']) {
    endpoints.unshift((await stripe.webhookEndpoints.create({ url, enabled_events: ['customer.created'] })).id);
  }
  await stripe.customers.create({});
  const { data: events } = await stripe.events.list({ limit: 5 });
  return {
    linked,
    account: account.id,
    ownership,
    owners: two(owners.data),
    customers: [second.id, first.id],
    sourced: sourced.id,
    sources: [source.id, String(sourced.default_source)],
    transactions: two(rows),
    refresh,
    moment: rows[0]?.transacted_at ?? 0,
    events: two(events),
    endpoints: [endpoints[0] ?? '', endpoints[1] ?? ''],
    token: await newToken(bank),
    begun: testMoment,
    now: testMoment + 7_200,
  };
}

function two(items: { id: string }[]): [string, string] {
  return [items[0]?.id ?? '', items[1]?.id ?? ''];
}

describe('the table of the README', () => {
  const section = readme.split('## What is faithful, what is assumed')[1]?.split('### Parameters accepted')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (Behavior|---)/.test(line));

  it.each(rows)('says what it rests on: %s', (row) => {
    const [, behavior = '', basis = ''] = row
      .split(' | ')
      .flatMap((cell, index) => (index === 0 ? ['', cell] : [cell]));
    expect(behavior.length).toBeGreaterThan(5);
    const isPaged = /as Stripe[^(]*\((`[a-z0-9_/-]+`|SDK)/i.test(basis);
    const isChosen = /assumed|only in `demo\/link`/.test(basis);
    expect(isPaged || isChosen).toBe(true);
  });

  it('has both kinds', () => {
    expect(rows.length).toBeGreaterThan(80);
  });
});
