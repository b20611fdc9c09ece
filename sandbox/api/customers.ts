import type Stripe from 'stripe';
import { z } from 'zod';
import { now } from '#sandbox/world/clock.ts';
import { emit } from '#sandbox/world/events.ts';
import { newId, nextNumber } from '#sandbox/world/ids.ts';
import type { World } from '#sandbox/world/world.ts';
import {
  type Aside,
  type Customer,
  cashBalanceOf,
  change,
  creation,
  type Fields,
  noAside,
  taxOf,
  withAside,
  withFields,
} from './customer-fields.ts';
import { addSource, addTaxId, findPart, partsOf, removePart, replaceSource } from './customer-parts.ts';
import { found, readQuery } from './customer-search.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { missing } from './error.ts';
import { limitOf, list, page, within } from './lists.ts';
import { expand, paging, range, text } from './parameters.ts';

type CustomerRow = { id: string; seq: number; deleted: number; object: string; aside: string };

const base = '/v1/customers';
const listing = { ...paging, created: range.optional(), email: text.optional(), test_clock: text.optional() };
const searching = { query: text, limit: paging.limit, page: text.optional(), ...expand };

export const customerEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/customers', creation, ({ world, params }) => createCustomer(world, params)),
  endpoint('GET', '/v1/customers', z.strictObject(listing), ({ world, params }) => {
    const filters = [{ sql: 'deleted = 0', values: [] }, ...within('created', params.created)];
    if (params.email !== undefined) filters.push({ sql: 'email = ?', values: [params.email] });
    if (params.test_clock !== undefined) throw missing('test clock', params.test_clock, 'test_clock', 'parameters');
    const { rows, hasMore } = page<CustomerRow>(world, { table: 'customers', what: 'customer', filters }, params);
    return list(base, rows.map(living), hasMore);
  }),
  endpoint('GET', '/v1/customers/search', z.strictObject(searching), ({ world, params }) => {
    const query = readQuery(params.query);
    const rows = world.store.all<CustomerRow>('select * from customers where deleted = 0 order by seq desc');
    const matches = rows.map(living).filter((customer) => found(query, customer));
    const first = query.positionOf(params.page);
    const last = first + limitOf(params);
    const hasMore = matches.length > last;
    return {
      object: 'search_result',
      data: matches.slice(first, last),
      has_more: hasMore,
      next_page: hasMore ? query.pageAt(last) : null,
      ...(params.expand?.includes('total_count') ? { total_count: matches.length } : {}),
      url: `${base}/search`,
    };
  }),
  endpoint('GET', '/v1/customers/:customer', z.strictObject(expand), ({ world, path }) =>
    customerObject(rowOf(world, path.customer, { deletedToo: true })),
  ),
  endpoint('POST', '/v1/customers/:customer', change, ({ world, params, path }) =>
    updateCustomer(world, rowOf(world, path.customer), params),
  ),
  endpoint('DELETE', '/v1/customers/:customer', z.strictObject({}), ({ world, path }) => {
    const row = rowOf(world, path.customer);
    world.store.run('update customers set deleted = 1 where id = ?', row.id);
    emit(world, 'customer.deleted', living(row));
    return { id: row.id, object: 'customer', deleted: true };
  }),
  ...paymentMethodEndpoints(),
  ...sourceEndpoints(),
];

/** There are no payment methods here: lists of them are empty, and every one is unknown. */
function paymentMethodEndpoints(): Endpoint[] {
  const filters = { allow_redisplay: z.enum(['always', 'limited', 'unspecified']).optional(), type: text.optional() };
  return [
    endpoint(
      'GET',
      '/v1/customers/:customer/payment_methods',
      z.strictObject({ ...paging, ...filters }),
      ({ world, path, params }) => {
        const { id } = rowOf(world, path.customer);
        const cursor = params.starting_after ?? params.ending_before;
        const param = params.starting_after === undefined ? 'ending_before' : 'starting_after';
        if (cursor !== undefined) throw missing('PaymentMethod', cursor, param, 'parameters');
        return list(`${base}/${id}/payment_methods`, [], false);
      },
    ),
    endpoint('GET', '/v1/customers/:customer/payment_methods/:id', z.strictObject(expand), ({ world, path }) => {
      rowOf(world, path.customer);
      throw missing('PaymentMethod', path.id ?? '', 'payment_method', 'path');
    }),
  ];
}

/** Bank accounts that tokens have become. */
function sourceEndpoints(): Endpoint[] {
  const source = '/v1/customers/:customer/sources';
  const attaching = z.strictObject({
    source: text,
    metadata: change.shape.metadata,
    validate: change.shape.validate,
    ...expand,
  });
  return [
    endpoint('POST', source, attaching, ({ world, params, path }) => {
      const row = rowOf(world, path.customer);
      const made = addSource(world, row.id, params.source, params.metadata);
      if (living(row).default_source === null) save(world, row, { ...living(row), default_source: made.id });
      return made;
    }),
    endpoint('GET', source, z.strictObject({ ...paging, object: text.optional() }), ({ world, params, path }) => {
      const { id } = rowOf(world, path.customer);
      const of = [{ sql: 'customer = ? and kind = ?', values: [id, 'bank_account'] }];
      const filters = [{ sql: '? is null or ? = kind', values: [params.object ?? null, params.object ?? null] }];
      const source = { table: 'customer_parts', what: 'source', of, filters };
      const { rows, hasMore } = page<{ object: string }>(world, source, params);
      return list(
        `${base}/${id}/sources`,
        rows.map(({ object }) => JSON.parse(object) as Stripe.BankAccount),
        hasMore,
      );
    }),
    endpoint('GET', `${source}/:id`, z.strictObject(expand), ({ world, path }) => {
      const known = findPart(world, rowOf(world, path.customer).id, path.id ?? '');
      if (!known) throw missing('source', path.id ?? '', 'id', 'path');
      return known;
    }),
    endpoint('DELETE', `${source}/:id`, z.strictObject(expand), ({ world, path }) => {
      const row = rowOf(world, path.customer);
      const known = findPart(world, row.id, path.id ?? '');
      if (!known) throw missing('source', path.id ?? '', 'id', 'path');
      removePart(world, known);
      const customer = living(row);
      const [next] = partsOf<Stripe.BankAccount>(world, row.id, 'bank_account').data;
      if (customer.default_source === known.id) save(world, row, { ...customer, default_source: next?.id ?? null });
      return { id: known.id, object: 'bank_account', deleted: true };
    }),
  ];
}

/** The customer with that id as the API tells it, also when it is deleted; undefined for an unknown id. */
export function findCustomer(world: World, id: string): Customer | Stripe.DeletedCustomer | undefined {
  const row = world.store.get<CustomerRow>('select * from customers where id = ?', id);
  return row && customerObject(row);
}

/** What only expansion tells of a customer. */
export const customerExpansions = {
  cash_balance: (world: World, id: string) => {
    const row = rowOf(world, id, { deletedToo: true });
    return cashBalanceOf(living(row), asideOf(row));
  },
  tax: (world: World, id: string) => {
    const row = rowOf(world, id, { deletedToo: true });
    return taxOf(living(row), asideOf(row));
  },
  sources: (world: World, id: string) => partsOf(world, id, 'bank_account'),
  tax_ids: (world: World, id: string) => partsOf(world, id, 'tax_id'),
};

function createCustomer(world: World, params: Fields): Customer {
  refuseUnknown(params);
  const id = newId(world, 'cus');
  const blank: Customer = {
    id,
    object: 'customer',
    address: null,
    balance: 0,
    created: now(world),
    currency: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: null,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: { custom_fields: null, default_payment_method: null, footer: null, rendering_options: null },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  let customer = withFields(blank, params);
  const aside = withAside(noAside, customer, params);
  if (params.source) customer = { ...customer, default_source: addSource(world, id, params.source).id };
  world.store.run(
    'insert into customers (id, seq, email, created, object, aside) values (?, ?, ?, ?, ?, ?)',
    id,
    nextNumber(world, 'customer'),
    customer.email,
    customer.created,
    JSON.stringify(customer),
    JSON.stringify(aside),
  );
  emit(world, 'customer.created', customer);
  for (const given of params.tax_id_data ?? []) addTaxId(world, id, given);
  return customer;
}

function updateCustomer(world: World, row: CustomerRow, params: Fields): Customer {
  refuseUnknown(params);
  const before = living(row);
  let after = withFields(before, params);
  const aside = withAside(asideOf(row), after, params);
  if (params.default_source !== undefined) {
    if (!findPart(world, row.id, params.default_source)) {
      throw missing('source', params.default_source, 'default_source', 'parameters');
    }
    after = { ...after, default_source: params.default_source };
  }
  if (params.source) after = { ...after, default_source: replaceSource(world, before, params.source).id };
  world.store.run('update customers set aside = ? where id = ?', JSON.stringify(aside), row.id);
  return save(world, row, after);
}

/** Keeps a changed customer and tells what changed, if anything did. */
function save(world: World, row: CustomerRow, after: Customer): Customer {
  world.store.run(
    'update customers set email = ?, object = ? where id = ?',
    after.email,
    JSON.stringify(after),
    row.id,
  );
  const previous = changedFields(living(row), after);
  if (Object.keys(previous).length > 0) emit(world, 'customer.updated', after, previous);
  return after;
}

/** Payment methods and test clocks are not kept here: naming one names an unknown one. */
function refuseUnknown(params: Fields): void {
  if (params.payment_method) throw missing('PaymentMethod', params.payment_method, 'payment_method', 'parameters');
  if (params.test_clock) throw missing('test clock', params.test_clock, 'test_clock', 'parameters');
  const method = params.invoice_settings?.default_payment_method;
  if (method) throw missing('PaymentMethod', method, 'invoice_settings[default_payment_method]', 'parameters');
  const rendering = params.invoice_settings?.rendering_options;
  if (rendering?.template) {
    const param = 'invoice_settings[rendering_options][template]';
    throw missing('invoice rendering template', rendering.template, param, 'parameters');
  }
}

function changedFields(before: Customer, after: Customer): Record<string, unknown> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Customer)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, before[name] ?? null]));
}

function rowOf(world: World, id: string | undefined, options: { deletedToo?: boolean } = {}): CustomerRow {
  const row = world.store.get<CustomerRow>('select * from customers where id = ?', id ?? '');
  if (!row || (row.deleted === 1 && !options.deletedToo)) throw missing('customer', id ?? '', 'id', 'path');
  return row;
}

function customerObject(row: CustomerRow): Customer | Stripe.DeletedCustomer {
  return row.deleted === 1 ? { id: row.id, object: 'customer', deleted: true } : living(row);
}

function living(row: CustomerRow): Customer {
  return JSON.parse(row.object) as Customer;
}

function asideOf(row: CustomerRow): Aside {
  return JSON.parse(row.aside) as Aside;
}
