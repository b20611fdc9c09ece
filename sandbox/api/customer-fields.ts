import type Stripe from 'stripe';
import { z } from 'zod';
import { ApiError } from './error.ts';
import { mergeMetadata } from './metadata.ts';
import { boolean, clearable, email, expand, integer, metadata, text } from './parameters.ts';

export type Customer = Stripe.Customer;

/** What is known of a customer but told only on demand, by expansion. */
export type Aside = { reconciliationMode: 'automatic' | 'manual' | null; taxIpAddress: string | null };
export const noAside: Aside = { reconciliationMode: null, taxIpAddress: null };

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
      settings: z
        .strictObject({ reconciliation_mode: z.enum(['automatic', 'manual', 'merchant_default']).optional() })
        .optional(),
    })
    .optional(),
  description: clearable.optional(),
  email: email.optional(),
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
  tax_exempt: z.union([cleared, z.enum(['exempt', 'none', 'reverse'])]).optional(),
  validate: boolean.optional(),
  ...expand,
};
export const creation = z.strictObject({
  ...fields,
  payment_method: text.optional(),
  tax: z
    .strictObject({
      ip_address: clearable.optional(),
      validate_location: z.enum(['deferred', 'immediately']).optional(),
    })
    .optional(),
  tax_id_data: z.array(z.strictObject({ type: text, value: text })).optional(),
  test_clock: text.optional(),
});
export const change = z.strictObject({
  ...fields,
  default_source: text.optional(),
  tax: z
    .strictObject({
      ip_address: clearable.optional(),
      validate_location: z.enum(['auto', 'deferred', 'immediately']).optional(),
    })
    .optional(),
});
export type Fields = Partial<Omit<z.infer<typeof creation>, 'tax'> & z.infer<typeof change>>;

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

/** A customer with the given fields taken over; those that are not given stay. */
export function withFields(customer: Customer, params: Fields): Customer {
  refuseBadValues(params);
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
      : {
          invoice_settings: {
            ...customer.invoice_settings,
            ...invoiceSettingsFrom(invoice),
          } as Customer['invoice_settings'],
        }),
    metadata: mergeMetadata(customer.metadata, params.metadata),
  };
}

/** What is known aside with the given fields taken over; throws where an immediate tax location cannot be told. */
export function withAside(aside: Aside, customer: Customer, params: Fields): Aside {
  const mode = params.cash_balance?.settings?.reconciliation_mode;
  const ip = params.tax?.ip_address;
  const after: Aside = {
    reconciliationMode: mode === undefined ? aside.reconciliationMode : mode === 'merchant_default' ? null : mode,
    taxIpAddress: ip === undefined ? aside.taxIpAddress : ip,
  };
  if (params.tax?.validate_location === 'immediately' && !taxLocation(customer)) {
    throw new ApiError(400, "The customer's location isn't recognized. Set a valid customer address.", {
      code: 'customer_tax_location_invalid',
      unexecuted: true,
    });
  }
  return after;
}

/** The `tax` hash that expansion tells. */
export function taxOf(customer: Customer, aside: Aside): Customer['tax'] {
  const location = taxLocation(customer);
  return {
    automatic_tax: location ? 'not_collecting' : 'unrecognized_location',
    ip_address: aside.taxIpAddress,
    location,
    provider: 'stripe',
  };
}

function taxLocation({ address, shipping }: Customer) {
  const [source, place] = shipping?.address?.country
    ? (['shipping_destination', shipping.address] as const)
    : (['billing_address', address] as const);
  return place?.country ? { country: place.country, source, state: place.state } : null;
}

/** The cash balance that expansion tells; there is never money in it. */
export function cashBalanceOf(customer: Customer, aside: Aside): Stripe.CashBalance {
  return {
    object: 'cash_balance',
    available: null,
    customer: customer.id,
    customer_account: null,
    livemode: false,
    settings: {
      reconciliation_mode: aside.reconciliationMode ?? 'automatic',
      using_merchant_default: aside.reconciliationMode === null,
    },
  };
}

function refuseBadValues(params: Fields): void {
  const prefix = params.invoice_prefix;
  if (prefix !== undefined && !/^[A-Z0-9]{1,12}$/.test(prefix)) {
    throw new ApiError(400, `Invalid invoice prefix: ${prefix}. It must be 1-12 uppercase letters or numbers.`, {
      param: 'invoice_prefix',
      unexecuted: true,
    });
  }
}

function invoiceSettingsFrom(given: z.infer<typeof invoiceSettings>): Partial<Customer['invoice_settings']> {
  const { rendering_options: rendering, ...rest } = given;
  if (rendering === undefined) return defined(rest) as Partial<Customer['invoice_settings']>;
  const told = rendering && {
    amount_tax_display: rendering.amount_tax_display || null,
    template: rendering.template ?? null,
  };
  return { ...defined(rest), rendering_options: told } as Partial<Customer['invoice_settings']>;
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
