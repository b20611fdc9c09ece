import Stripe from 'stripe';
import { expect } from 'vitest';

/** What a call of the SDK fails with that has to fail. */
export const failure = (call: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  call.then(
    () => {
      throw new Error('the call succeeded');
    },
    (error: unknown) => {
      expect(error).toBeInstanceOf(Stripe.errors.StripeError);
      return error as Stripe.errors.StripeError;
    },
  );
