import type Stripe from 'stripe';
import { z } from 'zod';
import {
  findToken,
  isAccountNumber,
  isRoutingNumber,
  makeToken,
  type TokenType,
  tokenForNumbers,
} from '#sandbox/world/tokens.ts';
import type { World } from '#sandbox/world/world.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { ApiError, missing } from './error.ts';
import { country, expand, text } from './parameters.ts';
import { accountForm, personForm } from './token-forms.ts';

const bankAccountForm = z.strictObject({
  account_holder_name: text.optional(),
  account_holder_type: z.enum(['company', 'individual']).optional(),
  account_number: text,
  account_type: z.enum(['checking', 'futsu', 'savings', 'toza']).optional(),
  country,
  currency: text.optional(),
  payment_method: text.optional(),
  routing_number: text.optional(),
});
const cardForm = z.strictObject({
  address_city: text.optional(),
  address_country: text.optional(),
  address_line1: text.optional(),
  address_line2: text.optional(),
  address_state: text.optional(),
  address_zip: text.optional(),
  currency: text.optional(),
  cvc: text.optional(),
  exp_month: text,
  exp_year: text,
  name: text.optional(),
  networks: z.strictObject({ preferred: z.enum(['cartes_bancaires', 'mastercard', 'visa']).optional() }).optional(),
  number: text,
});

const creation = z.strictObject({
  account: accountForm.optional(),
  bank_account: z.union([text, bankAccountForm]).optional(),
  card: z.union([text, cardForm]).optional(),
  customer: text.optional(),
  cvc_update: z.strictObject({ cvc: text }).optional(),
  person: personForm.optional(),
  pii: z.strictObject({ id_number: text.optional() }).optional(),
  ...expand,
});
type Creation = z.infer<typeof creation>;

/** What a token can stand for; a request names one of them. */
const kinds = ['account', 'bank_account', 'card', 'cvc_update', 'person', 'pii'] as const;

export const tokenEndpoints: Endpoint[] = [
  // A browser makes tokens, too, so that such data never passes the server of the application.
  {
    ...endpoint('POST', '/v1/tokens', creation, ({ world, params, clientIp }) => {
      const kind = kindOf(params);
      if (kind === 'bank_account') return tokenForBankAccount(world, params, clientIp);
      if (kind === 'card') throw refuseCard();
      return makeToken(world, kind, null, clientIp);
    }),
    publishable: true,
  },
  {
    ...endpoint('GET', '/v1/tokens/:token', z.strictObject(expand), ({ world, path }) => {
      const token = findToken(world, path.token ?? '');
      if (!token) throw missing('token', path.token ?? '', 'token', 'path');
      return token;
    }),
    publishable: true,
  },
];

function kindOf(params: Creation): TokenType | 'card' {
  const given = kinds.filter((kind) => params[kind] !== undefined);
  if (params.customer !== undefined) {
    const message = 'You can only create a token from a customer on behalf of a connected account (Stripe-Account).';
    throw new ApiError(400, message, { param: 'customer', unexecuted: true });
  }
  if (given.length > 1) {
    throw new ApiError(400, `You may only specify one of these parameters: ${given.join(', ')}.`, {
      code: 'parameters_exclusive',
      param: given[1] as string,
      unexecuted: true,
    });
  }
  const [kind] = given;
  if (kind) return kind;
  const message =
    'You must supply either a card, customer, PII data, bank account, account legal entity details, or person details to create a token.';
  throw new ApiError(400, message, { unexecuted: true });
}

function tokenForBankAccount(world: World, params: Creation, clientIp: string | null): Stripe.Token {
  const given = params.bank_account;
  if (typeof given === 'string') throw missing('bank account', given, 'bank_account', 'parameters');
  if (!given) throw new Error('No bank account to make a token for');
  if (given.payment_method !== undefined) {
    throw missing('PaymentMethod', given.payment_method, 'bank_account[payment_method]', 'parameters');
  }
  if (given.country !== 'US' || (given.currency ?? 'usd').toLowerCase() !== 'usd') {
    const param = given.country === 'US' ? 'bank_account[currency]' : 'bank_account[country]';
    throw new ApiError(400, 'Only bank accounts of the US in usd are supported.', { param, unexecuted: true });
  }
  const { account_number: number, routing_number: routing } = given;
  if (routing === undefined || !isRoutingNumber(routing)) {
    const told =
      routing === undefined ? 'Missing required param: bank_account[routing_number].' : 'Invalid routing number';
    throw refusedNumber('routing_number', routing === undefined ? 'parameter_missing' : 'routing_number_invalid', told);
  }
  if (!isAccountNumber(number)) {
    throw refusedNumber(
      'account_number',
      'account_number_invalid',
      'Invalid account number: must contain 4 to 17 digits',
    );
  }
  const holder = {
    account_holder_name: given.account_holder_name ?? null,
    account_holder_type: given.account_holder_type ?? null,
    account_type: given.account_type ?? null,
  };
  return tokenForNumbers(world, { routing, number }, holder, clientIp);
}

function refusedNumber(name: string, code: string, message: string): ApiError {
  return new ApiError(400, message, { code, param: `bank_account[${name}]`, unexecuted: true });
}

function refuseCard(): ApiError {
  const message =
    'Sending credit card numbers directly to the Stripe API is generally unsafe. To continue processing use Stripe.js, the Stripe mobile bindings, or Stripe Elements.';
  return new ApiError(400, message, { param: 'card', unexecuted: true });
}
