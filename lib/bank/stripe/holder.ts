import { createHash } from 'node:crypto';
import { BankError } from '../types.ts';
import { stripe } from './client.ts';
import { asking } from './errors.ts';

/**
 * Makes sure that the bank knows this person as a holder of accounts, with the name and e-mail that we know today (the
 * e-mail shortens the dialog for people who have used it elsewhere), and returns the holder's ref. Two calls at once
 * give one holder: the idempotency key is made of the person and of what is sent.
 */
export async function ensureHolder(input: {
  existingRef: string | null;
  userId: string;
  name: string;
  email: string;
}): Promise<string> {
  const { existingRef, userId, name, email } = input;
  if (existingRef !== null) {
    try {
      await asking('update the holder', () => stripe().customers.update(existingRef, { name, email }));
      return existingRef;
    } catch (error) {
      // A holder removed at the bank takes its accounts along; the person can only begin anew.
      if (!(error instanceof BankError) || error.kind !== 'not-found') throw error;
    }
  }
  const idempotencyKey = `holder-${userId}-${digest([existingRef, name, email])}`;
  const customer = await asking('make a holder', () =>
    stripe().customers.create({ name, email, metadata: { person: userId } }, { idempotencyKey }),
  );
  return customer.id;
}

/** Has the bank forget a person: name, e-mail and that they are a holder. One that it does not know (any more) is done. */
export async function removeHolder(ref: string): Promise<void> {
  try {
    await asking('remove the holder', () => stripe().customers.del(ref));
  } catch (error) {
    if (!(error instanceof BankError) || error.kind !== 'not-found') throw error;
  }
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
