import Stripe from 'stripe';
import { BankError, type BankErrorKind } from '../types.ts';

/** Runs a request to the bank; whatever goes wrong comes out as a `BankError`. */
export async function asking<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw toBankError(what, error);
  }
}

/**
 * The vendor's errors in the few kinds that a caller can act on. The vendor's message is kept as the cause, and out of
 * the text: it may quote what was sent.
 */
function toBankError(what: string, error: unknown): unknown {
  if (error instanceof BankError) return error;
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  const kind = kindOf(error);
  const facts = [error.statusCode, error.code, error.param].filter(Boolean).join(' ');
  return new BankError(kind, `${what}: ${kind}${facts ? ` (${facts})` : ''}`, {
    requestId: error.requestId ?? null,
    cause: error,
  });
}

const kindOfCode: Readonly<Record<string, BankErrorKind>> = {
  financial_connections_account_inactive: 'inactive',
  financial_connections_no_successful_transaction_refresh: 'no-data-yet',
  resource_missing: 'not-found',
  rate_limit: 'rate-limited',
  lock_timeout: 'rate-limited',
  idempotency_key_in_use: 'unavailable',
};

function kindOf(error: InstanceType<typeof Stripe.errors.StripeError>): BankErrorKind {
  const known = error.code ? kindOfCode[error.code] : undefined;
  if (known) return known;
  const status = error.statusCode ?? 0;
  if (error instanceof Stripe.errors.StripeConnectionError) return 'unavailable';
  if (status === 429) return 'rate-limited';
  if (status === 404) return 'not-found';
  if (status === 409 || status >= 500) return 'unavailable';
  return 'refused';
}
