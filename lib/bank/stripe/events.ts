import Stripe from 'stripe';
import { env } from '#lib/env.ts';
import { BadSignature, type BankEvent } from '../types.ts';
import { toEvent } from './translate.ts';

// The vendor's own tolerance: an older signature may be a replay.
const toleranceSeconds = 300;

/**
 * An event in our words, after its signature over the raw body has been checked against each configured secret (two while
 * one is rolled over to the next) and its age against the wall clock. Throws `BadSignature`.
 */
export function readEvent(body: string, signature: string, wallNow: Date): BankEvent {
  return toEvent(verified(body, signature, wallNow));
}

function verified(body: string, signature: string, wallNow: Date): unknown {
  let refusal: unknown = null;
  for (const secret of env().STRIPE_WEBHOOK_SECRET) {
    try {
      return Stripe.webhooks.constructEvent(body, signature, secret, toleranceSeconds, undefined, wallNow.getTime());
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
      refusal = error;
    }
  }
  throw new BadSignature(refusal instanceof Error ? firstLine(refusal.message) : 'no secret is configured');
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
