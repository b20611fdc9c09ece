import { describe, expect, it } from 'vitest';
import { BankError } from '../types.ts';
import account from './fixtures/account.json' with { type: 'json' };
import event from './fixtures/event.json' with { type: 'json' };
import owner from './fixtures/owner.json' with { type: 'json' };
import { eventTypeOf, toAccount, toEvent, toOwner } from './translate.ts';

const at = (unix: number) => new Date(unix * 1000);

function without(object: object, key: string): unknown {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

describe('an account', () => {
  it('comes in our words', () => {
    expect(toAccount(account)).toEqual({
      ref: 'fca_1Pgc76B7WZ01zgkWqlYVCIub',
      holderRef: 'cus_QXg1o8vcGmoR32',
      institutionName: 'StripeBank',
      displayName: 'Everyday Checking',
      last4: '6789',
      category: 'cash',
      subcategory: 'checking',
      currency: 'USD',
      status: 'active',
      expectedDeactivationAt: at(1792592000),
      permissions: ['balances', 'ownership', 'transactions'],
      subscribedToTransactions: true,
      ownershipRef: 'fcaowns_1Pgc76B7WZ01zgkWuEXUc7bG',
      balance: { asOf: at(1790000000), currentMinor: 100012n, availableMinor: 95000n, currency: 'USD' },
      reads: {
        balance: { state: 'succeeded', attemptedAt: at(1790000100), nextAvailableAt: at(1790000101) },
        transactions: {
          state: 'pending',
          attemptedAt: at(1790000090),
          nextAvailableAt: null,
          refreshRef: 'fctxnref_QXhWc2Trdr6epyWGrcV9Qajf',
        },
        ownership: { state: 'failed', attemptedAt: at(1790000050), nextAvailableAt: at(1790000051) },
      },
    });
  });

  it('says "never" of what was never read, and null of what is not known', () => {
    const bare = {
      id: 'fca_1',
      institution_name: 'StripeBank',
      status: 'active',
      account_holder: null,
      balance: null,
      balance_refresh: null,
      transaction_refresh: null,
      ownership_refresh: null,
    };
    expect(toAccount(bare)).toMatchObject({
      holderRef: null,
      last4: null,
      category: 'unknown',
      subcategory: 'other',
      currency: 'USD',
      permissions: [],
      balance: null,
      expectedDeactivationAt: null,
      subscribedToTransactions: false,
      reads: {
        balance: { state: 'never', attemptedAt: null, nextAvailableAt: null },
        transactions: { state: 'never', refreshRef: null },
        ownership: { state: 'never' },
      },
    });
  });

  it('keeps a value that is new to us as unknown', () => {
    const strange = {
      ...account,
      status: 'hibernating',
      category: 'crypto',
      subcategory: 'brokerage',
      permissions: ['balances', 'dreams'],
      balance_refresh: { status: 'queued', last_attempted_at: 1, next_refresh_available_at: null },
    };
    expect(toAccount(strange)).toMatchObject({
      status: 'unknown',
      category: 'unknown',
      subcategory: 'brokerage',
      permissions: ['balances'],
      reads: { balance: { state: 'pending' } },
    });
  });

  it('reads expanded objects by their id', () => {
    const expanded = {
      ...account,
      account_holder: { type: 'customer', customer: { id: 'cus_1', object: 'customer' } },
      ownership: { id: 'fcaowns_1', owners: { data: [] } },
    };
    expect(toAccount(expanded)).toMatchObject({ holderRef: 'cus_1', ownershipRef: 'fcaowns_1' });
  });

  it('shows a debt as negative, and no available amount where the bank gives none', () => {
    const card = {
      ...account,
      category: 'credit',
      balance: { as_of: 1, type: 'credit', current: { usd: -42000 }, credit: { used: { usd: -42000 } } },
    };
    expect(toAccount(card).balance).toMatchObject({ currentMinor: -42000n, availableMinor: null });
  });

  it('takes no balance from a statement without a currency', () => {
    const odd = { ...account, balance: { as_of: 1, type: 'cash', current: { undefined: 5 } } };
    expect(toAccount(odd).balance).toBeNull();
  });

  it.each(['id', 'status', 'institution_name'])('is refused without %s, and the refusal quotes no value', (key) => {
    const broken = () => toAccount(without(account, key));
    expect(broken).toThrow(BankError);
    expect(broken).toThrow(key);
    expect(broken).not.toThrow(/6789|cus_/);
  });

  it('is refused with an amount that a number cannot hold exactly', () => {
    const huge = { ...account, balance: { as_of: 1, type: 'cash', current: { usd: 2 ** 60 } } };
    expect(() => toAccount(huge)).toThrow(BankError);
  });
});

describe('an owner', () => {
  it('comes in our words, with null for what the bank does not say', () => {
    expect(toOwner(owner)).toEqual({
      name: 'Jenny Rosen',
      email: 'jenny@example.com',
      phone: '+1 555-555-5555',
      address: '1 Main St, Springfield, IL 62701',
    });
    expect(toOwner({ name: 'Jenny Rosen' })).toEqual({ name: 'Jenny Rosen', email: null, phone: null, address: null });
  });
});

describe('an event', () => {
  it('says only its kind and whose data it is about', () => {
    expect(toEvent(event)).toEqual({
      id: 'evt_1Pgc76B7WZ01zgkWqlYVCIub',
      type: 'financial_connections.account.refreshed_transactions',
      accountRef: 'fca_1Pgc76B7WZ01zgkWqlYVCIub',
      createdAt: at(1790000000),
    });
    expect(eventTypeOf(event.type)).toBe('transactions-read');
  });

  it.each([{ object: { id: 7 } }, {}, null, { object: null }])('of a new kind about %j is "other"', (data) => {
    const strange = { ...event, type: 'financial_connections.account.levitated', data };
    expect(toEvent(strange)).toMatchObject({ type: strange.type, accountRef: null });
    expect(eventTypeOf(strange.type)).toBe('other');
  });

  it('about something else than an account names no account', () => {
    const invoice = { ...event, type: 'invoice.paid', data: { object: { id: 'in_1', object: 'invoice' } } };
    expect(toEvent(invoice)).toMatchObject({ type: 'invoice.paid', accountRef: null });
  });
});
