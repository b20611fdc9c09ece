import type Stripe from 'stripe';
import type { SessionRow } from '#sandbox/world/linking.ts';

/**
 * What `stripe.collectFinancialConnectionsAccounts` resolves with, and `stripe.collectBankAccountToken`, which adds the
 * token unless nothing was linked.
 */
export type CollectResult =
  | { financialConnectionsSession: BrowserSession; token?: Stripe.Token; error?: undefined }
  | { financialConnectionsSession?: undefined; error: { type: string; message: string; code?: string } };

type BrowserAccount = Pick<Stripe.FinancialConnections.Account, (typeof accountFields)[number]>;

/** A session as the browser gets it: its accounts are a plain array, where the API has a list. */
export type BrowserSession = {
  id: string;
  object: 'financial_connections.session';
  accounts: BrowserAccount[];
  filters: { account_subcategories: string[] | null; country: string; require_payment_method_support: string };
  livemode: false;
  permissions: string[];
};

/** The fields that @stripe/stripe-js types for an account in the browser; the holder and the subscriptions are not among them. */
const accountFields = [
  'id',
  'object',
  'balance',
  'balance_refresh',
  'category',
  'created',
  'display_name',
  'institution_name',
  'last4',
  'livemode',
  'ownership',
  'ownership_refresh',
  'permissions',
  'status',
  'subcategory',
  'supported_payment_method_types',
] as const satisfies readonly (keyof Stripe.FinancialConnections.Account)[];

/** The result of an attempt that ended with accounts, or without when the person cancelled. */
export function sessionResult(
  session: SessionRow,
  accounts: readonly Stripe.FinancialConnections.Account[],
): CollectResult & { error?: undefined } {
  return {
    financialConnectionsSession: {
      id: session.id,
      object: 'financial_connections.session',
      accounts: accounts.map(
        (account) => Object.fromEntries(accountFields.map((field) => [field, account[field]])) as BrowserAccount,
      ),
      filters: {
        account_subcategories: session.subcategories,
        country: session.country,
        require_payment_method_support: session.paymentMethodSupport,
      },
      livemode: false,
      permissions: session.permissions,
    },
  };
}

/** The result of an attempt that ended with an account and a token for it. */
export function tokenResult(
  session: SessionRow,
  accounts: readonly Stripe.FinancialConnections.Account[],
  token: Stripe.Token,
): CollectResult {
  return { ...sessionResult(session, accounts), token };
}

/** The result of an attempt that Stripe or the bank broke off. */
export function errorResult(type: string, message: string, code?: string): CollectResult {
  return { error: { type, message, ...(code ? { code } : {}) } };
}
