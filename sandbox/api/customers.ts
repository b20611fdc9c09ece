import type Stripe from 'stripe';
import { z } from 'zod';
import { now } from '#sandbox/world/clock.ts';
import { emit } from '#sandbox/world/events.ts';
import { newId, nextNumber } from '#sandbox/world/ids.ts';
import type { World } from '#sandbox/world/world.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { missing } from './error.ts';
import { list, page, within } from './lists.ts';
import { mergeMetadata } from './metadata.ts';
import { boolean, clearable, expand, integer, metadata, paging, range, text } from './parameters.ts';

type Customer = Stripe.Customer;
type CustomerRow = { id: string; seq: number; deleted: number; object: string };

const address = z.strictObject({
  city: clearable.optional(),
  country: clearable.optional(),
  line1: clearable.optional(),
  line2: clearable.optional(),
  postal_code: clearable.optional(),
  state: clearable.optional(),
});
const cleared = z.literal('').transform(() => null);

const shipping = z.strictObject({ address, name: text, phone: clearable.optional() });
const invoiceSettings = z.strictObject({
  custom_fields: z.union([cleared, z.array(z.strictObject({ name: text, value: text }))]).optional(),
  default_payment_method: text.optional(),
  footer: clearable.optional(),
  rendering_options: z
    .union([
      cleared,
      z.strictObject({
        amount_tax_display: z.enum(['', 'exclude_tax', 'include_inclusive_tax']).optional(),
        template: text.optional(),
      }),
    ])
    .optional(),
});

/** What creation and update have in common. */
const fields = {
  address: z.union([cleared, address]).optional(),
  balance: integer.optional(),
  business_name: clearable.optional(),
  cash_balance: z
    .strictObject({
      settings: z.strictObject({ reconciliation_mode: z.enum(['automatic', 'manual', 'merchant_default']) }).optional(),
    })
    .optional(),
  description: clearable.optional(),
  email: clearable.optional(),
  individual_name: clearable.optional(),
  invoice_prefix: text.optional(),
  invoice_settings: invoiceSettings.optional(),
  metadata: metadata.optional(),
  name: clearable.optional(),
  next_invoice_sequence: integer.optional(),
  phone: clearable.optional(),
  preferred_locales: z.array(text).optional(),
  shipping: z.union([cleared, shipping]).optional(),
  source: text.optional(),
  tax: z
    .strictObject({
      ip_address: clearable.optional(),
      validate_location: z.enum(['deferred', 'immediately', 'auto']).optional(),
    })
    .optional(),
  tax_exempt: z.union([cleared, z.enum(['exempt', 'none', 'reverse'])]).optional(),
  validate: boolean.optional(),
  ...expand,
};
const creation = z.strictObject({
  ...fields,
  payment_method: text.optional(),
  tax_id_data: z.array(z.strictObject({ type: text, value: text })).optional(),
  test_clock: text.optional(),
});
const change = z.strictObject({ ...fields, default_source: text.optional() });
type Fields = Partial<z.infer<typeof creation> & z.infer<typeof change>>;

export const customerEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/customers', creation, ({ world, params }) => createCustomer(world, params)),
  endpoint(
    'GET',
    '/v1/customers',
    z.strictObject({ ...paging, created: range.optional(), email: text.optional(), test_clock: text.optional() }),
    ({ world, params }) => {
      const conditions = [{ sql: 'deleted = 0', values: [] }, ...within('created', params.created)];
      if (params.email !== undefined) conditions.push({ sql: 'email = ?', values: [params.email] });
      if (params.test_clock !== undefined) throw missing('test clock', params.test_clock, 'test_clock', 'parameters');
      const { rows, hasMore } = page<CustomerRow>(world, { table: 'customers', what: 'customer', conditions }, params);
      return list('/v1/customers', rows.map(customerObject), hasMore);
    },
  ),
  endpoint('GET', '/v1/customers/:customer', z.strictObject(expand), ({ world, path }) =>
    customerObject(rowOf(world, path.customer, { deletedToo: true })),
  ),
  endpoint('POST', '/v1/customers/:customer', change, ({ world, params, path }) => {
    const row = rowOf(world, path.customer);
    refuseUnknownSources(params);
    const before = customerObject(row) as Customer;
    const after = withFields(before, params);
    world.store.run(
      'update customers set email = ?, object = ? where id = ?',
      after.email,
      JSON.stringify(after),
      row.id,
    );
    const previous = changedFields(before, after);
    if (Object.keys(previous).length > 0) emit(world, 'customer.updated', after, previous);
    return after;
  }),
  endpoint('DELETE', '/v1/customers/:customer', z.strictObject({}), ({ world, path }) => {
    const row = rowOf(world, path.customer);
    world.store.run('update customers set deleted = 1 where id = ?', row.id);
    emit(world, 'customer.deleted', customerObject(row));
    return customerObject({ ...row, deleted: 1 });
  }),
];

/** The customer with that id as the API tells it, also when it is deleted; undefined for an unknown id. */
export function findCustomer(world: World, id: string): Customer | Stripe.DeletedCustomer | undefined {
  const row = world.store.get<CustomerRow>('select * from customers where id = ?', id);
  return row && customerObject(row);
}

function createCustomer(world: World, params: Fields): Customer {
  refuseUnknownSources(params);
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
  const customer = withFields(blank, params);
  world.store.run(
    'insert into customers (id, seq, email, created, object) values (?, ?, ?, ?, ?)',
    id,
    nextNumber(world, 'customer'),
    customer.email,
    customer.created,
    JSON.stringify(customer),
  );
  emit(world, 'customer.created', customer);
  return customer;
}

/** Payment sources, methods and test clocks are not kept here: naming one names an unknown one. */
function refuseUnknownSources(params: Fields): void {
  if (params.source) throw missing('token', params.source, 'source', 'parameters');
  if (params.default_source) throw missing('source', params.default_source, 'default_source', 'parameters');
  if (params.payment_method) throw missing('PaymentMethod', params.payment_method, 'payment_method', 'parameters');
  if (params.test_clock) throw missing('test clock', params.test_clock, 'test_clock', 'parameters');
  const method = params.invoice_settings?.default_payment_method;
  if (method) throw missing('PaymentMethod', method, 'invoice_settings[default_payment_method]', 'parameters');
}

const plainFields = [
  'balance',
  'description',
  'email',
  'invoice_prefix',
  'name',
  'next_invoice_sequence',
  'phone',
  'preferred_locales',
] as const;

function withFields(customer: Customer, params: Fields): Customer {
  const given = Object.fromEntries(
    plainFields.filter((name) => params[name] !== undefined).map((name) => [name, params[name]]),
  );
  const { business_name: business, individual_name: individual, invoice_settings: invoice } = params;
  return {
    ...customer,
    ...(given as Partial<Customer>),
    ...(business === undefined ? {} : { business_name: business ?? '' }),
    ...(individual === undefined ? {} : { individual_name: individual ?? '' }),
    ...(params.tax_exempt === undefined ? {} : { tax_exempt: params.tax_exempt ?? 'none' }),
    ...(params.address === undefined ? {} : { address: params.address && wholeAddress(params.address) }),
    ...(params.shipping === undefined ? {} : { shipping: params.shipping && wholeShipping(params.shipping) }),
    ...(invoice === undefined
      ? {}
      : { invoice_settings: { ...customer.invoice_settings, ...defined(invoice) } as Customer['invoice_settings'] }),
    metadata: mergeMetadata(customer.metadata, params.metadata),
  };
}

function wholeAddress(given: z.infer<typeof address>): Stripe.Address {
  return { city: null, country: null, line1: null, line2: null, postal_code: null, state: null, ...defined(given) };
}

function wholeShipping(given: z.infer<typeof shipping>): Customer['shipping'] {
  return { address: wholeAddress(given.address), name: given.name, ...(given.phone ? { phone: given.phone } : {}) };
}

function defined<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never;
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
  if (row.deleted === 1) return { id: row.id, object: 'customer', deleted: true };
  return JSON.parse(row.object) as Customer;
}
