export type ErrorType = 'api_error' | 'idempotency_error' | 'invalid_request_error';

type Fields = {
  code?: string;
  param?: string;
  type?: ErrorType;
  /** Value of `Stripe-Should-Retry`; left out when Stripe leaves it to the caller. */
  shouldRetry?: boolean;
  /** Value of `Stripe-Rate-Limited-Reason`: which limit was met. */
  rateLimited?: 'global-rate' | 'endpoint-rate' | 'resource-specific';
  /** The request was refused before anything was executed: an idempotency key does not remember it. */
  unexecuted?: boolean;
};

/** An answer in Stripe's error shape. */
export class ApiError extends Error {
  readonly status: number;
  readonly fields: Fields;

  constructor(status: number, message: string, fields: Fields = {}) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.fields = fields;
  }

  body(requestId: string) {
    const { code, param, type = this.status >= 500 ? 'api_error' : 'invalid_request_error' } = this.fields;
    return {
      error: {
        ...(code ? { code, doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` } : {}),
        message: this.message,
        ...(param ? { param } : {}),
        request_log_url: `https://dashboard.stripe.com/test/logs/${requestId}`,
        type,
      },
    };
  }
}

/** An unknown id in the path is 404, one in the parameters is 400. */
export function missing(what: string, id: string, param: string, where: 'path' | 'parameters'): ApiError {
  return new ApiError(where === 'path' ? 404 : 400, `No such ${what}: '${id}'`, { code: 'resource_missing', param });
}
