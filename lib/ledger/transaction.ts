import type { BankTransaction, TransactionStatus } from '../bank/types.ts';
import { bankDayOf, type Day } from '../dates/day.ts';

/**
 * What the bank says of one row, as Plumb keeps it. The bank may replace every field but `ref`; nothing of a person's is
 * among them. `ref` is the bank's id of the row.
 */
export type TransactionFacts = Omit<BankTransaction, 'refreshRef'>;

/**
 * Whether a row moves the account's balance. Pending is seen and not in the ledger yet, void never came to be, and what is
 * unknown is not guessed.
 */
export function isCounted(status: TransactionStatus): boolean {
  return status === 'posted';
}

/** When a row came to stand in the bank's ledger: where the bank says posted without saying when, the moment of the purchase. */
export function postedMoment(row: Pick<TransactionFacts, 'postedAt' | 'transactedAt'>): Date {
  return row.postedAt ?? row.transactedAt;
}

/** The day that a row is shown under, in the household's zone: of posting when posted, else of the purchase. */
export function shownDay(row: Pick<TransactionFacts, 'status' | 'postedAt' | 'transactedAt'>, zone: string): Day {
  return bankDayOf(isCounted(row.status) ? postedMoment(row) : row.transactedAt, zone);
}

/** How far a status has come: between two versions of one second, the one that is further on is the newer. */
const progress: Record<TransactionStatus, number> = { unknown: 0, pending: 1, posted: 2, void: 3 };

/**
 * Which of two versions of one row is newer: above zero when `a` is, below when `b` is, zero when they say the same. By the
 * bank's time of change; the bank counts whole seconds, so two changes may share one, and then the status and at last the
 * words decide. What they decide matters less than that every order of arrival ends with the same version.
 */
export function compareVersions(a: TransactionFacts, b: TransactionFacts): number {
  const byTime = a.updatedAt.getTime() - b.updatedAt.getTime();
  if (byTime !== 0) return byTime;
  const byStatus = progress[a.status] - progress[b.status];
  if (byStatus !== 0) return byStatus;
  const [wordsA, wordsB] = [facts(a), facts(b)];
  if (wordsA === wordsB) return 0;
  return wordsA < wordsB ? -1 : 1;
}

function facts(row: TransactionFacts): string {
  const moments = [row.transactedAt, row.postedAt, row.voidAt].map((moment) => moment?.getTime() ?? '');
  return [row.amountMinor, row.currency, ...moments, row.description].join('\u0000');
}
