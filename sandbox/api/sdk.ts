import type Stripe from 'stripe';
import type { z } from 'zod';
import type { List } from './lists.ts';

type Deleted<Kind extends string> = { id: string; object: Kind; deleted: true };
type Search<Item> = Omit<Stripe.ApiSearchResult<Item>, 'total_count'>;

/**
 * What the official SDK sends to and gets from each endpoint: parameters, answer. An endpoint that reads other parameters
 * or answers something else does not compile, so a new version of the SDK shows what has changed.
 */
export type Sdk = {
  'POST /v1/customers': [Stripe.CustomerCreateParams, Stripe.Customer];
  'GET /v1/customers': [Stripe.CustomerListParams, List<Stripe.Customer>];
  'GET /v1/customers/search': [Stripe.CustomerSearchParams, Search<Stripe.Customer>];
  'GET /v1/customers/:customer': [Stripe.CustomerRetrieveParams, Stripe.Customer | Stripe.DeletedCustomer];
  'POST /v1/customers/:customer': [Stripe.CustomerUpdateParams, Stripe.Customer];
  'DELETE /v1/customers/:customer': [Stripe.CustomerDeleteParams, Stripe.DeletedCustomer];
  'GET /v1/customers/:customer/payment_methods': [Stripe.CustomerListPaymentMethodsParams, List<Stripe.PaymentMethod>];
  'GET /v1/customers/:customer/payment_methods/:id': [Stripe.CustomerRetrievePaymentMethodParams, Stripe.PaymentMethod];
  'POST /v1/customers/:customer/sources': [Stripe.CustomerCreateSourceParams, Stripe.BankAccount];
  'GET /v1/customers/:customer/sources': [Stripe.CustomerListSourcesParams, List<Stripe.BankAccount>];
  'GET /v1/customers/:customer/sources/:id': [Stripe.CustomerRetrieveSourceParams, Stripe.BankAccount];
  'DELETE /v1/customers/:customer/sources/:id': [Stripe.CustomerDeleteSourceParams, Stripe.DeletedBankAccount];
  'POST /v1/financial_connections/sessions': [
    Stripe.FinancialConnections.SessionCreateParams,
    Stripe.FinancialConnections.Session,
  ];
  'GET /v1/financial_connections/sessions/:session': [
    Stripe.FinancialConnections.SessionRetrieveParams,
    Stripe.FinancialConnections.Session,
  ];
  'GET /v1/financial_connections/accounts': [
    Stripe.FinancialConnections.AccountListParams,
    List<Stripe.FinancialConnections.Account>,
  ];
  'GET /v1/financial_connections/accounts/:account': [
    Stripe.FinancialConnections.AccountRetrieveParams,
    Stripe.FinancialConnections.Account,
  ];
  'GET /v1/financial_connections/accounts/:account/owners': [
    Stripe.FinancialConnections.AccountListOwnersParams,
    List<Stripe.FinancialConnections.AccountOwner>,
  ];
  'POST /v1/financial_connections/accounts/:account/refresh': [
    Stripe.FinancialConnections.AccountRefreshParams,
    Stripe.FinancialConnections.Account,
  ];
  'POST /v1/financial_connections/accounts/:account/subscribe': [
    Stripe.FinancialConnections.AccountSubscribeParams,
    Stripe.FinancialConnections.Account,
  ];
  'POST /v1/financial_connections/accounts/:account/unsubscribe': [
    Stripe.FinancialConnections.AccountUnsubscribeParams,
    Stripe.FinancialConnections.Account,
  ];
  'POST /v1/financial_connections/accounts/:account/disconnect': [
    Stripe.FinancialConnections.AccountDisconnectParams,
    Stripe.FinancialConnections.Account,
  ];
  'GET /v1/financial_connections/transactions': [
    Stripe.FinancialConnections.TransactionListParams,
    List<Stripe.FinancialConnections.Transaction>,
  ];
  'GET /v1/financial_connections/transactions/:transaction': [
    Stripe.FinancialConnections.TransactionRetrieveParams,
    Stripe.FinancialConnections.Transaction,
  ];
  'POST /v1/tokens': [Stripe.TokenCreateParams, Stripe.Token];
  'GET /v1/tokens/:token': [Stripe.TokenRetrieveParams, Stripe.Token];
  'GET /v1/events': [Stripe.EventListParams, List<Stripe.Event>];
  'GET /v1/events/:id': [Stripe.EventRetrieveParams, Stripe.Event];
  'POST /v1/webhook_endpoints': [Stripe.WebhookEndpointCreateParams, Stripe.WebhookEndpoint];
  'GET /v1/webhook_endpoints': [Stripe.WebhookEndpointListParams, List<Stripe.WebhookEndpoint>];
  'GET /v1/webhook_endpoints/:id': [Stripe.WebhookEndpointRetrieveParams, Stripe.WebhookEndpoint];
  'POST /v1/webhook_endpoints/:id': [Stripe.WebhookEndpointUpdateParams, Stripe.WebhookEndpoint];
  'DELETE /v1/webhook_endpoints/:id': [Stripe.WebhookEndpointDeleteParams, Deleted<'webhook_endpoint'>];
};

/** The names in parameters down to the last bracket, whatever their values. */
type Names<Type> = NamesOf<Exclude<Type, string | number | boolean | null | undefined>>;
type NamesOf<Type> = [Type] extends [never]
  ? 'value'
  : Type extends readonly (infer Item)[]
    ? Names<Item>[]
    : { [Key in keyof Type]-?: Names<Type[Key]> };

/** `unknown` when a schema reads exactly the parameters that the SDK knows, else a type that nothing satisfies. */
export type ReadsWhatTheSdkSends<Schema extends z.ZodType, Address extends keyof Sdk> = [
  Names<z.input<Schema>>,
  Names<Sdk[Address][0]>,
] extends [Names<Sdk[Address][0]>, Names<z.input<Schema>>]
  ? unknown
  : { parametersDifferFromTheSdk: Address };
