import { z } from 'zod';
import type { BankTransaction, TransactionStatus } from '../types.ts';
import { parsed } from './translate.ts';

const seconds = z.number().int().nonnegative();

const rowShape = z.object({
  id: z.string().min(1),
  amount: z.number().int().safe(),
  currency: z.string().regex(/^[A-Za-z]{3}$/),
  description: z.string().nullish(),
  status: z.string(),
  status_transitions: z.object({ posted_at: seconds.nullish(), void_at: seconds.nullish() }).nullish(),
  transacted_at: seconds,
  transaction_refresh: z.string().nullish(),
  updated: seconds.nullish(),
});

type Row = z.output<typeof rowShape>;

/**
 * One row of a bank's transactions in our words. A hundred thousand of these come through a first sync, so the ordinary
 * shape is checked by hand (20 times faster than the schema) and the schema is kept for what is out of the ordinary: it
 * fills what may be missing and says what must not be.
 */
export function toTransaction(raw: unknown): BankTransaction {
  const row = raw as Row;
  return built(isOrdinary(row) ? row : parsed(rowShape, raw, 'transaction'));
}

function built(row: Row): BankTransaction {
  const moves = row.status_transitions;
  return {
    ref: row.id,
    amountMinor: BigInt(row.amount),
    currency: row.currency === 'usd' ? 'USD' : row.currency.toUpperCase(),
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

function isOrdinary(row: Row): boolean {
  const moves = row?.status_transitions;
  return (
    typeof moves === 'object' &&
    moves !== null &&
    typeof row.id === 'string' &&
    row.id.length > 0 &&
    Number.isSafeInteger(row.amount) &&
    typeof row.currency === 'string' &&
    row.currency.length === 3 &&
    typeof row.description === 'string' &&
    typeof row.status === 'string' &&
    isMoment(row.transacted_at) &&
    isMoment(row.updated) &&
    (moves.posted_at === null || isMoment(moves.posted_at)) &&
    (moves.void_at === null || isMoment(moves.void_at)) &&
    typeof row.transaction_refresh === 'string'
  );
}

function isMoment(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function moment(unix: number | null | undefined): Date | null {
  return unix === null || unix === undefined ? null : new Date(unix * 1000);
}
