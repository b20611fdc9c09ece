import Stripe from 'stripe';
import { z } from 'zod';
import { present } from '#lib/assert.ts';
import { env } from '#lib/env.ts';
import { BadSignature, type BankEvent } from '../types.ts';
import { toEvent } from './translate.ts';

// The vendor's own tolerance: an older signature may be a replay.
const toleranceSeconds = 300;

/**
 * An event in our words, after its signature over the raw body has been checked against each configured secret (two while
 * one is rolled over to the next) and its age against the wall clock. Null when the bank has signed something that is no
 * such event, as the notifications of its newer interfaces are. Throws `BadSignature`.
 */
export function readEvent(body: string, signature: string, wallNow: Date): BankEvent | null {
  verify(body, signature, wallNow);
  const said = anyObject.safeParse(JSON.parse(body));
  return said.success && said.data.object === 'event' ? toEvent(said.data) : null;
}

const anyObject = z.looseObject({ object: z.unknown() });

function verify(body: string, signature: string, wallNow: Date): void {
  const signatures = present(Stripe.webhooks.signature, 'the check of signatures that comes with the SDK');
  let refusal: unknown = null;
  for (const secret of env().STRIPE_WEBHOOK_SECRET) {
    try {
      signatures.verifyHeader(body, signature, secret, toleranceSeconds, undefined, wallNow.getTime());
      return;
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
