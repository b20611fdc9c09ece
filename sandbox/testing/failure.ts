import type Stripe from 'stripe';

/** What a call fails with that has to fail. */
export const failure = (call: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  call.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: Stripe.errors.StripeError) => error,
  );
