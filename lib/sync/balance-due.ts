import type { BankRead } from '../bank/types.ts';

export type BalanceFacts = {
  readonly status: string;
  readonly permissions: readonly string[];
  readonly balance: BankRead;
  /** when the bank began the newest refresh of transactions whose rows are stored; null = none yet */
  readonly storedAttemptAt: Date | null;
};

const hourMs = 3_600_000;

/**
 * Whether a balance should be asked for now: the bank offers it, no answer is on its way, the last one is older than the
 * rows that are stored, and old enough for the setting. A bank that reads once a day does so a little earlier or later, so
 * a tenth of the time is forgiven; otherwise every second day would be missed.
 *
 * @param everyHours how often at most, in hours; with real keys each balance costs money. 0 = after every sync
 */
export function isBalanceDue(facts: BalanceFacts, everyHours: number, now: Date): boolean {
  const { status, permissions, balance, storedAttemptAt } = facts;
  if (status !== 'active' || !permissions.includes('balances')) return false;
  if (balance.state === 'never' || balance.attemptedAt === null) return balance.state !== 'pending';
  if (balance.state === 'pending') return false;
  if (balance.nextAvailableAt === null || balance.nextAvailableAt > now) return false;
  if (storedAttemptAt !== null && balance.attemptedAt >= storedAttemptAt) return false;
  return now.getTime() - balance.attemptedAt.getTime() >= everyHours * hourMs * 0.9;
}
