import type { Linked } from './bank.ts';

/**
 * A value that a parameter can have. `{ refused }` is refused for what it says, not for its own name; `{ alone }` goes
 * without the base of its endpoint, `with` what it cannot do without. In braces stands what is made anew for each request: `{customer}`, `{source}` (of a
 * new customer, as `cus_…/sources/ba_…`), `{account}`, `{endpoint}`, `{token}`.
 */
export type Sample = string | { refused: string; alone?: true } | { alone: string; with?: string };
export type Samples = {
  /** The address, and what every request to it needs. */
  path: string;
  base?: string;
  /** A value of each described parameter whose effect the answer shows. */
  values: Record<string, Sample>;
};

/** What the samples refer to, made beforehand: lists of at least two where something is listed, newest first. */
export type Known = {
  linked: Linked;
  account: string;
  ownership: string;
  owners: readonly [string, string];
  customers: readonly [string, string];
  sourced: string;
  sources: readonly [string, string];
  transactions: readonly [string, string];
  refresh: string;
  /** The moment of the newest transaction. */
  moment: number;
  events: readonly [string, string];
  endpoints: readonly [string, string];
  token: string;
  /** When the first of all this was made, and a moment after the last. */
  begun: number;
  now: number;
};

const refused = (value: string): Sample => ({ refused: value });
const nothing = refused('nothing');

/** Around a moment after which there is nothing, and one before which there is little. */
const ranges = (name: string, latest: number, earliest: number): Record<string, Sample> => ({
  [name]: String(latest + 1),
  [`${name}[gt]`]: String(latest),
  [`${name}[gte]`]: String(latest + 1),
  [`${name}[lt]`]: String(earliest),
  [`${name}[lte]`]: String(earliest),
});
const cursors = ([newest, oldest]: readonly [string, string]): Record<string, Sample> => ({
  limit: '1',
  starting_after: newest,
  ending_before: oldest,
});
const address = (name: string): Record<string, Sample> => ({
  [`${name}[city]`]: 'Providence',
  [`${name}[country]`]: 'US',
  [`${name}[line1]`]: '88 Benefit Row',
  [`${name}[line2]`]: 'Apt 4',
  [`${name}[postal_code]`]: '02903',
  [`${name}[state]`]: 'RI',
});

const customerValues: Record<string, Sample> = {
  ...address('address'),
  balance: '-100',
  business_name: 'Plumb',
  'cash_balance[settings][reconciliation_mode]': 'manual',
  description: 'A customer',
  email: 'nora@example.com',
  'expand[]': 'subscriptions',
  individual_name: 'Nora',
  invoice_prefix: 'OTHER',
  'invoice_settings[custom_fields][][name]': 'PO',
  'invoice_settings[custom_fields][][value]': '17',
  'invoice_settings[default_payment_method]': refused('pm_none'),
  'invoice_settings[footer]': 'Thanks',
  'invoice_settings[rendering_options][amount_tax_display]': 'exclude_tax',
  'invoice_settings[rendering_options][template]': refused('inrtem_none'),
  'metadata[*]': 'value',
  name: 'Nora',
  next_invoice_sequence: '7',
  phone: '+15555550100',
  'preferred_locales[]': 'en',
  ...Object.fromEntries(Object.entries(address('shipping[address]'))),
  'shipping[name]': 'Nora',
  'shipping[phone]': '+15555550100',
  'tax[ip_address]': '203.0.113.7',
  'tax[validate_location]': refused('immediately'),
  tax_exempt: 'exempt',
};
/** Parameters that only go together: what else a request with one of them needs. */
export const companions: Record<string, string> = {
  'invoice_settings[custom_fields][][name]': 'invoice_settings[custom_fields][0][value]=1',
  'invoice_settings[custom_fields][][value]': 'invoice_settings[custom_fields][0][name]=N',
  'tax_id_data[][type]': 'tax_id_data[0][value]=DE123456789',
  'tax_id_data[][value]': 'tax_id_data[0][type]=eu_vat',
};
const whole = 'expand[]=cash_balance&expand[]=tax&expand[]=tax_ids&expand[]=default_source';

/** A sample of each described parameter of each endpoint, by method and path. */
export function samplesFor(known: Known): Record<string, Samples> {
  const connections = '/v1/financial_connections';
  const [customer] = known.customers;
  const bare: Record<string, Sample> = { 'expand[]': nothing };
  return {
    'POST /v1/customers': {
      path: '/v1/customers',
      base: `${whole}&invoice_prefix=BASE&shipping[name]=N&shipping[address][line1]=1`,
      values: {
        ...customerValues,
        payment_method: refused('pm_none'),
        source: '{token}',
        'tax_id_data[][type]': 'gb_vat',
        'tax_id_data[][value]': 'DE123456788',
        test_clock: refused('clock_none'),
      },
    },
    'GET /v1/customers': {
      path: '/v1/customers',
      values: {
        ...ranges('created', known.now, known.begun),
        email: 'first@example.com',
        'expand[]': 'data.tax',
        test_clock: refused('clock_none'),
        ...cursors(known.customers),
      },
    },
    'GET /v1/customers/search': {
      path: '/v1/customers/search',
      base: 'query=created>0',
      values: { query: 'name:"Nobody"', 'expand[]': 'total_count', limit: '1', page: refused('none') },
    },
    'GET /v1/customers/:customer': { path: `/v1/customers/${customer}`, values: { 'expand[]': 'tax_ids' } },
    'POST /v1/customers/:customer': {
      path: '/v1/customers/{customer}',
      base: `${whole}&invoice_prefix=BASE&shipping[name]=N&shipping[address][line1]=1`,
      values: { ...customerValues, default_source: refused('ba_none'), source: '{token}' },
    },
    'DELETE /v1/customers/:customer': { path: '/v1/customers/{customer}', values: {} },
    'GET /v1/customers/:customer/payment_methods': {
      path: `/v1/customers/${customer}/payment_methods`,
      values: { 'expand[]': nothing, starting_after: refused('pm_none'), ending_before: refused('pm_none') },
    },
    'GET /v1/customers/:customer/payment_methods/:id': {
      path: `/v1/customers/${customer}/payment_methods/pm_none`,
      values: {},
    },
    'POST /v1/customers/:customer/sources': {
      path: '/v1/customers/{customer}/sources',
      base: 'source={token}',
      values: { source: refused('btok_none'), 'metadata[*]': 'value', 'expand[]': 'customer' },
    },
    'GET /v1/customers/:customer/sources': {
      path: `/v1/customers/${known.sourced}/sources`,
      values: { 'expand[]': 'data.customer', object: 'card', ...cursors(known.sources) },
    },
    'GET /v1/customers/:customer/sources/:id': {
      path: `/v1/customers/${known.sourced}/sources/${known.sources[0]}`,
      values: { 'expand[]': 'customer' },
    },
    'DELETE /v1/customers/:customer/sources/:id': { path: '/v1/customers/{source}', values: { 'expand[]': nothing } },
    [`POST ${connections}/sessions`]: {
      path: `${connections}/sessions`,
      base: `account_holder[type]=customer&account_holder[customer]=${customer}&permissions[]=balances`,
      values: {
        'account_holder[account]': refused('acct_1'),
        'account_holder[customer]': refused('cus_none'),
        'account_holder[customer_account]': refused('acct_1'),
        'account_holder[type]': refused('account'),
        'permissions[]': 'transactions',
        'expand[]': 'account_holder.customer',
        'filters[account_subcategories][]': 'checking',
        'filters[country]': 'GB',
        'filters[require_payment_method_support]': 'all',
        'limits[accounts]': '1',
        'manual_entry[mode]': 'automatic',
        'prefetch[]': 'balances',
        return_url: 'https://example.com/',
      },
    },
    [`GET ${connections}/sessions/:session`]: {
      path: `${connections}/sessions/${known.linked.session.id}`,
      values: { 'expand[]': 'account_holder.customer' },
    },
    [`GET ${connections}/accounts`]: {
      path: `${connections}/accounts`,
      values: {
        'account_holder[account]': 'acct_none',
        'account_holder[customer]': customer,
        'account_holder[customer_account]': 'acct_none',
        'expand[]': 'data.ownership',
        session: known.linked.session.id,
        ...cursors([known.linked.accounts[1]?.id ?? '', known.linked.accounts[0]?.id ?? '']),
      },
    },
    [`GET ${connections}/accounts/:account`]: {
      path: `${connections}/accounts/${known.account}`,
      values: { 'expand[]': 'ownership' },
    },
    [`GET ${connections}/accounts/:account/owners`]: {
      path: `${connections}/accounts/${known.account}/owners`,
      base: `ownership=${known.ownership}`,
      values: { ownership: refused('fcaowns_none'), 'expand[]': nothing, ...cursors(known.owners) },
    },
    [`POST ${connections}/accounts/:account/refresh`]: {
      path: `${connections}/accounts/{account}/refresh`,
      base: 'features[]=balance',
      values: { 'features[]': 'ownership', 'expand[]': 'account_holder.customer' },
    },
    [`POST ${connections}/accounts/:account/subscribe`]: {
      path: `${connections}/accounts/{account}/subscribe`,
      values: {
        'features[]': 'transactions',
        'expand[]': { alone: 'account_holder.customer', with: 'features[]=transactions' },
      },
    },
    [`POST ${connections}/accounts/:account/unsubscribe`]: {
      path: `${connections}/accounts/{account}/unsubscribe`,
      values: {
        'features[]': 'transactions',
        'expand[]': { alone: 'account_holder.customer', with: 'features[]=transactions' },
      },
    },
    [`POST ${connections}/accounts/:account/disconnect`]: {
      path: `${connections}/accounts/{account}/disconnect`,
      values: { 'expand[]': 'account_holder.customer' },
    },
    [`GET ${connections}/transactions`]: {
      path: `${connections}/transactions`,
      base: `account=${known.account}`,
      values: {
        account: refused('fca_none'),
        'expand[]': nothing,
        ...ranges('transacted_at', known.moment, known.moment - 1),
        'transaction_refresh[after]': known.refresh,
        ...cursors(known.transactions),
      },
    },
    [`GET ${connections}/transactions/:transaction`]: {
      path: `${connections}/transactions/${known.transactions[0]}`,
      values: bare,
    },
    'POST /v1/tokens': {
      path: '/v1/tokens',
      base: 'bank_account[country]=US&bank_account[routing_number]=110000000&bank_account[account_number]=000123456789',
      values: {
        bank_account: { refused: 'ba_none', alone: true },
        'bank_account[account_holder_name]': 'Nora',
        'bank_account[account_holder_type]': 'individual',
        'bank_account[account_number]': '000111111116',
        'bank_account[account_type]': 'savings',
        'bank_account[country]': refused('GB'),
        'bank_account[currency]': refused('eur'),
        'bank_account[payment_method]': refused('pm_none'),
        'bank_account[routing_number]': '021000021',
        card: { refused: 'card_none', alone: true },
        customer: refused('cus_none'),
        'expand[]': nothing,
        'pii[id_number]': { alone: '000000000' },
      },
    },
    'GET /v1/tokens/:token': { path: `/v1/tokens/${known.token}`, values: bare },
    'GET /v1/events': {
      path: '/v1/events',
      values: {
        ...ranges('created', known.now, known.begun),
        delivery_success: 'false',
        'expand[]': nothing,
        type: 'customer.created',
        'types[]': 'customer.created',
        ...cursors(known.events),
      },
    },
    'GET /v1/events/:id': { path: `/v1/events/${known.events[0]}`, values: bare },
    'POST /v1/webhook_endpoints': {
      path: '/v1/webhook_endpoints',
      base: 'url=http://127.0.0.1:9/&enabled_events[]=customer.created',
      values: {
        api_version: '2026-10-28.endive',
        description: 'Plumb',
        'enabled_events[]': 'customer.deleted',
        'expand[]': nothing,
        'metadata[*]': 'value',
        url: 'http://127.0.0.1:9/other',
      },
    },
    'GET /v1/webhook_endpoints': {
      path: '/v1/webhook_endpoints',
      values: { 'expand[]': nothing, ...cursors(known.endpoints) },
    },
    'GET /v1/webhook_endpoints/:id': { path: `/v1/webhook_endpoints/${known.endpoints[0]}`, values: bare },
    'POST /v1/webhook_endpoints/:id': {
      path: '/v1/webhook_endpoints/{endpoint}',
      values: {
        description: 'Plumb',
        disabled: 'true',
        'enabled_events[]': 'customer.deleted',
        'expand[]': nothing,
        'metadata[*]': 'value',
        url: 'http://127.0.0.1:9/other',
      },
    },
    'DELETE /v1/webhook_endpoints/:id': { path: '/v1/webhook_endpoints/{endpoint}', values: {} },
  };
}
