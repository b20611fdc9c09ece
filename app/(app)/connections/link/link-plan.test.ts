import { describe, expect, it } from 'vitest';
import type { Permission } from '#lib/accounts/view.ts';
import { planOf } from './link-plan.ts';

const account = (granted: readonly Permission[]) => ({
  id: 'a',
  permissions: (['balances', 'transactions', 'ownership', 'payment_method'] as const).map((permission) => ({
    permission,
    isGranted: granted.includes(permission),
    read: null,
  })),
});
const on = (plan: ReturnType<typeof planOf>) => plan.rows.filter((row) => row.isOn).map((row) => row.permission);
const free = (plan: ReturnType<typeof planOf>) => plan.rows.filter((row) => !row.isFixed).map((row) => row.permission);

describe('what a link asks for', () => {
  it('has a base that is no choice, owners that can be left out, and payments off', () => {
    const plan = planOf(null, false);
    expect(free(plan)).toEqual(['ownership', 'payment_method']);
    expect(on(plan)).toEqual(['balances', 'transactions', 'ownership']);
  });

  it('asks exactly for what was allowed when one signs in again', () => {
    const plan = planOf(account(['balances', 'transactions', 'payment_method']), true);
    expect(plan.rows.map((row) => row.permission)).toEqual(['balances', 'transactions', 'payment_method']);
    expect(free(plan)).toEqual([]);
  });

  it('offers what is missing, switched off, when more is to be allowed', () => {
    const plan = planOf(account(['balances', 'transactions']), false);
    expect(plan.purpose).toBe('permissions');
    expect(free(plan)).toEqual(['ownership', 'payment_method']);
    expect(on(plan)).toEqual(['balances', 'transactions']);
  });

  it('has what was asked for switched on, and still to be chosen', () => {
    const plan = planOf(account(['balances', 'transactions']), false, 'ownership');
    expect(free(plan)).toEqual(['ownership', 'payment_method']);
    expect(on(plan)).toEqual(['balances', 'transactions', 'ownership']);
  });

  it.each(['payment_method', 'nonsense', ''])('has nothing switched on by an address that wants “%s”', (wanted) => {
    expect(on(planOf(account(['balances', 'transactions']), false, wanted))).toEqual(['balances', 'transactions']);
    expect(on(planOf(null, false, wanted))).not.toContain('payment_method');
  });
});
