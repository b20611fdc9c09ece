import type Stripe from 'stripe';
import { z } from 'zod';
import { accountObject } from '#sandbox/world/accounts.ts';
import { createSession, findSession, type SessionRow, sessionAccounts } from '#sandbox/world/linking.ts';
import { findToken } from '#sandbox/world/tokens.ts';
import type { World } from '#sandbox/world/world.ts';
import { findCustomer } from './customers.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { ApiError, missing } from './error.ts';
import { list } from './lists.ts';
import { country, expand, integer, text } from './parameters.ts';

const holder = z.strictObject({
  type: z.enum(['account', 'customer']),
  account: text.optional(),
  customer: text.optional(),
  customer_account: text.optional(),
});

const creation = z.strictObject({
  account_holder: holder,
  permissions: z.array(z.enum(['balances', 'ownership', 'payment_method', 'transactions'])).min(1),
  filters: z
    .strictObject({
      account_subcategories: z
        .array(z.enum(['checking', 'credit_card', 'line_of_credit', 'mortgage', 'savings']))
        .optional(),
      country: country.optional(),
      require_payment_method_support: z.enum(['all', 'at_least_one', 'none']).optional(),
    })
    .optional(),
  limits: z.strictObject({ accounts: z.union([z.literal(''), integer]) }).optional(),
  manual_entry: z.strictObject({ mode: z.enum(['automatic', 'disabled']).optional() }).optional(),
  prefetch: z.array(z.enum(['balances', 'ownership', 'transactions'])).optional(),
  return_url: text.optional(),
  ...expand,
});
type Creation = z.infer<typeof creation>;

const firstPage = 10;

export const sessionEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/financial_connections/sessions', creation, ({ world, params }) => {
    const holderOf = checkHolder(world, params.account_holder);
    refuseContradictions(params);
    const session = createSession(world, holderOf, {
      permissions: [...new Set(params.permissions)],
      prefetch: [...new Set(params.prefetch ?? [])],
      subcategories: params.filters?.account_subcategories ?? null,
      country: params.filters?.country ?? 'US',
      paymentMethodSupport: params.filters?.require_payment_method_support ?? 'none',
      limit: params.limits && params.limits.accounts !== '' ? params.limits.accounts : null,
      manualEntry: params.manual_entry?.mode ?? 'disabled',
      returnUrl: params.return_url ?? null,
    });
    return sessionObject(world, session);
  }),
  endpoint('GET', '/v1/financial_connections/sessions/:session', z.strictObject(expand), ({ world, path }) => {
    const session = findSession(world, path.session ?? '');
    if (!session) throw missing('financial_connections.session', path.session ?? '', 'session', 'path');
    return sessionObject(world, session);
  }),
];

function checkHolder(world: World, given: z.infer<typeof holder>) {
  const named = (['customer', 'customer_account', 'account'] as const).filter((name) => given[name] !== undefined);
  if (named.length > 1) {
    const names = named.map((name) => `account_holder[${name}]`).join(', ');
    throw new ApiError(400, `You may only specify one of these parameters: ${names}.`, {
      code: 'parameters_exclusive',
      param: `account_holder[${named[1]}]`,
      unexecuted: true,
    });
  }
  const wanted = given.type === 'customer' ? 'customer' : 'account';
  const name = named[0];
  if (name === undefined || (wanted === 'account' ? name !== 'account' : name === 'account')) {
    const param = `account_holder[${wanted}]`;
    throw new ApiError(400, `Missing required param: ${param}.`, {
      code: 'parameter_missing',
      param,
      unexecuted: true,
    });
  }
  const id = given[name] ?? '';
  if (name === 'account') return { customer: null, account: id };
  const customer = name === 'customer' ? findCustomer(world, id) : undefined;
  if (!customer || customer.deleted) throw missing('customer', id, `account_holder[${name}]`, 'parameters');
  return { customer: id, account: null };
}

function refuseContradictions(params: Creation): void {
  const extra = (params.prefetch ?? []).find((permission) => !params.permissions.includes(permission));
  if (extra) {
    throw new ApiError(
      400,
      `You cannot prefetch \`${extra}\` because it is not included in the requested \`permissions\`.`,
      { param: 'prefetch', unexecuted: true },
    );
  }
  const limit = params.limits?.accounts;
  if (typeof limit === 'number' && limit < 1) {
    throw new ApiError(400, `This value must be greater than or equal to 1 (it currently is '${limit}').`, {
      code: 'parameter_invalid_integer',
      param: 'limits[accounts]',
      unexecuted: true,
    });
  }
}

/** The session as the API tells it; only the first accounts are in it. */
function sessionObject(world: World, session: SessionRow): Stripe.FinancialConnections.Session {
  const accounts = sessionAccounts(world, session.id);
  const token = session.token === null ? undefined : findToken(world, session.token);
  return {
    id: session.id,
    object: 'financial_connections.session',
    account_holder: session.customer
      ? { customer: session.customer, type: 'customer' }
      : { account: session.holderAccount ?? '', type: 'account' },
    accounts: list(
      '/v1/financial_connections/accounts',
      accounts.slice(0, firstPage).map(accountObject),
      accounts.length > firstPage,
    ),
    ...(token ? { bank_account_token: token } : {}),
    client_secret: session.clientSecret,
    filters: {
      account_subcategories:
        session.subcategories as Stripe.FinancialConnections.Session.Filters['account_subcategories'],
      country: session.country,
      require_payment_method_support: session.paymentMethodSupport,
    },
    ...(session.limit === null ? {} : { limits: { accounts: session.limit } }),
    livemode: false,
    manual_entry: { mode: session.manualEntry },
    permissions: session.permissions,
    prefetch: session.prefetch,
    ...(session.returnUrl === null ? {} : { return_url: session.returnUrl }),
  };
}
