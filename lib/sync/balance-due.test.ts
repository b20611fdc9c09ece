import { describe, expect, it } from 'vitest';
import { type BalanceFacts, isBalanceDue } from './balance-due.ts';

const at = (hours: number) => new Date(Date.UTC(2026, 10, 3) + hours * 3_600_000);
const facts = (more: Partial<BalanceFacts> = {}, read: Partial<BalanceFacts['balance']> = {}): BalanceFacts => ({
  status: 'active',
  permissions: ['balances', 'transactions'],
  balance: { state: 'succeeded', attemptedAt: at(0), nextAvailableAt: at(0), ...read },
  storedAttemptAt: at(24),
  ...more,
});

describe('isBalanceDue', () => {
  it('asks once a day, and forgives a day that is a little short', () => {
    expect(isBalanceDue(facts(), 24, at(24))).toBe(true);
    expect(isBalanceDue(facts(), 24, at(23))).toBe(true);
    expect(isBalanceDue(facts(), 24, at(20))).toBe(false);
  });

  it('asks after every sync when the setting says so, but once for the same rows', () => {
    expect(isBalanceDue(facts({ storedAttemptAt: at(1) }), 0, at(1))).toBe(true);
    expect(isBalanceDue(facts({ storedAttemptAt: at(0) }), 0, at(1))).toBe(false);
  });

  it('asks when there never was one, and only by time where rows may not be read', () => {
    const never = { state: 'never', attemptedAt: null, nextAvailableAt: null } as const;
    expect(isBalanceDue(facts({ storedAttemptAt: null }, never), 24, at(0))).toBe(true);
    const balances = facts({ permissions: ['balances'], storedAttemptAt: null });
    expect(isBalanceDue(balances, 24, at(24))).toBe(true);
    expect(isBalanceDue(balances, 24, at(2))).toBe(false);
  });

  it('does not ask while an answer is on its way or the next slot is not open', () => {
    expect(isBalanceDue(facts({}, { state: 'pending', nextAvailableAt: null }), 0, at(30))).toBe(false);
    expect(isBalanceDue(facts({}, { nextAvailableAt: at(31) }), 0, at(30))).toBe(false);
    expect(isBalanceDue(facts({}, { nextAvailableAt: null }), 0, at(30))).toBe(false);
  });

  it('does not ask without the permission, or of an account that is not active', () => {
    expect(isBalanceDue(facts({ permissions: ['transactions'] }), 0, at(30))).toBe(false);
    expect(isBalanceDue(facts({ status: 'inactive' }), 0, at(30))).toBe(false);
  });
});
