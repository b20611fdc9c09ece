import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BankError } from '../types.ts';
import transaction from './fixtures/transaction.json' with { type: 'json' };
import { toTransaction } from './translate-transaction.ts';

const at = (unix: number) => new Date(unix * 1000);

describe('a row', () => {
  it('comes in our words', () => {
    expect(toTransaction(transaction)).toEqual({
      ref: 'fctxn_1Pgc76B7WZ01zgkW30ATGSKp',
      amountMinor: -1000n,
      currency: 'USD',
      description: 'ROCKET RIDES 0042 SAN FRANCISCO CA',
      status: 'posted',
      transactedAt: at(1721900000),
      postedAt: at(1721954068),
      voidAt: null,
      updatedAt: at(1721954100),
      refreshRef: 'fctxnref_QXhWc2Trdr6epyWGrcV9Qajf',
    });
  });

  it.each(['constructor', 'settled', ''])('with the status "%s" is of unknown status', (status) => {
    expect(toTransaction({ ...transaction, status }).status).toBe('unknown');
  });

  it('may lack its text, its transitions, its refresh and its time of change', () => {
    const { id, amount, currency, status, transacted_at } = transaction;
    expect(toTransaction({ id, amount, currency, status, transacted_at })).toMatchObject({
      description: '',
      postedAt: null,
      voidAt: null,
      refreshRef: '',
      updatedAt: at(transacted_at),
    });
  });

  it('is kept without characters that no database takes', () => {
    expect(toTransaction({ ...transaction, description: 'ROCKET\u0000 RIDES\u0000' }).description).toBe('ROCKET RIDES');
  });

  it.each([
    ['id', ''],
    ['amount', 12.5],
    ['amount', 2 ** 60],
    ['amount', '12'],
    ['currency', 'dollars'],
    ['transacted_at', null],
    ['transacted_at', -1],
  ])('with %s = %j is refused by name, not by value', (key, value) => {
    const broken = () => toTransaction({ ...transaction, [key]: value });
    expect(broken).toThrow(BankError);
    expect(broken).toThrow(key);
    expect(broken).not.toThrow(/ROCKET/);
  });

  it.each([null, 'row', 7, []])('that is %j is refused', (value) => {
    expect(() => toTransaction(value)).toThrow(BankError);
  });

  it('keeps every amount to the cent', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (amount) => {
        expect(toTransaction({ ...transaction, amount }).amountMinor.toString()).toBe(String(amount));
      }),
    );
  });
});
