import { describe, expect, it } from 'vitest';
import { type AttemptState, afterBank, permissionsToAsk } from './link-attempt.ts';

describe('an attempt to link', () => {
  it.each<[AttemptState, number, AttemptState]>([
    ['open', 2, 'linked'],
    ['open', 0, 'cancelled'],
    ['cancelled', 1, 'linked'],
    ['cancelled', 0, 'cancelled'],
    ['linked', 0, 'linked'],
    ['failed', 3, 'failed'],
  ])('that is %s becomes, with %i accounts at the bank, %s', (state, accounts, then) => {
    expect(afterBank(state, accounts)).toBe(then);
  });
});

describe('the permissions asked for', () => {
  it('always hold the base, and the rest only when chosen', () => {
    expect(permissionsToAsk('link', [], [])).toEqual(['balances', 'transactions']);
    expect(permissionsToAsk('link', ['ownership'], [])).toEqual(['balances', 'transactions', 'ownership']);
  });

  it('do not grow when signing in again', () => {
    expect(permissionsToAsk('relink', ['payment_method'], ['balances', 'transactions', 'ownership'])).toEqual([
      'balances',
      'transactions',
      'ownership',
    ]);
  });

  it('grow, and never shrink, when more are given', () => {
    expect(permissionsToAsk('permissions', ['payment_method'], ['ownership', 'transactions', 'balances'])).toEqual([
      'balances',
      'transactions',
      'ownership',
      'payment_method',
    ]);
  });
});
