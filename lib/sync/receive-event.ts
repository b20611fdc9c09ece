import { readEvent } from '../bank/bank.ts';
import { insertBankEvent } from '../db/system.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** stored: its work is promised; duplicate: it was stored before; not-ours: nothing that Plumb could act on. */
export type Received = 'stored' | 'duplicate' | 'not-ours';

/**
 * Takes an event from the bank: signature and age first, then into the inbox, with its work promised in the same
 * transaction. Only its kind and whose data it is about are kept; an event about an account that is not ours yet is kept
 * as well, for the link that is about to finish. Throws BadSignature; anything else thrown is our own failure, and the bank
 * is to send the event again.
 *
 * @param wallNow for the age of the signature
 * @param now product clock
 */
export async function receiveEvent(delivery: {
  body: string;
  signature: string;
  wallNow: Date;
  now: Date;
}): Promise<Received> {
  const event = readEvent(delivery.body, delivery.signature, delivery.wallNow);
  if (event === null || event.accountRef === null) return 'not-ours';
  const { id, type, accountRef, createdAt } = event;
  return insertBankEvent({ id, type, accountRef, createdAt, receivedAt: delivery.now }, (tx) =>
    enqueue(tx, { name: 'handle-bank-event', data: { eventId: id } }),
  );
}
