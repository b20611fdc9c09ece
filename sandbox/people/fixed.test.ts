import { describe, expect, it } from 'vitest';
import { findInstitution, institutions } from '#sandbox/institutions.ts';
import { fixedAccountRows, testHouseholds } from '#sandbox/people/fixed.ts';
import { findHousehold, households } from '#sandbox/people/households.ts';
import type { State } from '#sandbox/people/ledger.ts';
import { beginLife, liveDays } from '#sandbox/people/life.ts';
import { accountsForLogin } from '#sandbox/people/logins.ts';

describe('test accounts', () => {
  it('stay near the balances of their table, whenever they are linked', () => {
    const expected: Record<string, [balance: number, near: number]> = {
      success: [100_000, 25_000],
      high_balance: [2_500_000, 2_500],
      insufficient_funds: [500, 2_500],
      closed_account: [0, 0],
      debit_not_authorized: [80_000, 7_000],
      credit_card: [-42_000, 11_000],
      mortgage: [-18_000_000, 180_000],
    };
    for (const key of ['test_non_oauth', 'test_oauth', 'bank_non_oauth', 'bank_oauth']) {
      const household = findHousehold(key);
      expect(household.accounts).toHaveLength(7);
      let life = beginLife(household, 1, '2026-05-20');
      for (let month = 0; month < 8; month += 1) {
        life = liveDays(household, life, 31).life;
        const { balances } = life.state as State;
        for (const [name, [balance, near]] of Object.entries(expected)) {
          expect(Math.abs((balances[`${key}.${name}`] ?? Number.NaN) - balance), name).toBeLessThanOrEqual(near);
        }
      }
    }
  });

  it('have a few rows a month, except the closed one', () => {
    expect(fixedAccountRows('test_non_oauth.closed_account', 1, '2026-01-01', '2026-12-31')).toEqual([]);
    const rows = fixedAccountRows('test_non_oauth.success', 1, '2026-01-01', '2026-12-31');
    expect(rows.length).toBe(72);
    expect(() => fixedAccountRows('nobody', 1, '2026-01-01', '2026-01-02')).toThrow(/nobody/);
  });

  it('are the same rows as the life of their household', () => {
    const household = findHousehold('ownership_accounts');
    const { rows } = liveDays(household, beginLife(household, 9, '2026-03-01'), 61);
    const key = 'ownership_accounts.partial';
    expect(
      fixedAccountRows(key, 9, '2026-03-01', '2026-04-30')
        .map(({ key: _, ...row }) => row)
        .toSorted((a, b) => a.authorizedAt - b.authorizedAt),
    ).toEqual(rows.filter((row) => row.accountKey === key).map(({ key: _, ...row }) => row));
  });

  it('cannot be debited at Invalid Payment Accounts', () => {
    const { accounts } = findHousehold('invalid_payment_accounts');
    expect(accounts.map((account) => account.supportedPaymentMethodTypes)).toEqual([[], []]);
  });
});

describe('logins', () => {
  it('see the accounts of the person whose user name it is, at that bank only', () => {
    expect(accountsForLogin('larkfield', ' June ').map(({ key }) => key)).toEqual(['retiree.larkfield.checking']);
    expect(accountsForLogin('larkfield', 'marcus').map(({ key }) => key)).toEqual([
      'family.larkfield.checking',
      'family.larkfield.savings',
    ]);
  });

  it('show the salaried household to an unknown user where it banks, else the first that does', () => {
    expect(accountsForLogin('harborline', 'whoever').map(({ household }) => household)).toEqual([
      'salaried',
      'salaried',
    ]);
    expect(accountsForLogin('tidewell', 'whoever').map(({ household }) => household)).toEqual(['gig']);
    expect(accountsForLogin('tidewell', 'nora').map(({ household }) => household)).toEqual(['gig']);
  });

  it('see the test accounts at a test institution, and nothing at one that is down', () => {
    expect(accountsForLogin('test_oauth', 'nora')[0]).toMatchObject({ displayName: 'Success', last4: '6789' });
    expect(accountsForLogin('down_error', 'nora')).toEqual([]);
  });
});

describe('institutions', () => {
  it('have their own keys and names, and keep accounts unless they are down', () => {
    expect(new Set(institutions.map(({ key }) => key)).size).toBe(institutions.length);
    expect(new Set(institutions.map(({ name }) => name)).size).toBe(institutions.length);
    for (const { key, flow } of institutions) {
      expect(accountsForLogin(key, '').length > 0, key).toBe(!flow.startsWith('down_'));
    }
    expect(() => findInstitution('elsewhere')).toThrow(/elsewhere/);
  });

  it('are where the accounts of all households are, under keys that name them', () => {
    const keys = new Set<string>();
    for (const household of [...households, ...testHouseholds]) {
      for (const account of household.accounts) {
        findInstitution(account.institution);
        expect(account.household).toBe(household.key);
        expect(keys.has(account.key)).toBe(false);
        keys.add(account.key);
      }
    }
  });

  it('have colors on which white text can be read', () => {
    for (const { key, color } of institutions) {
      const [r, g, b] = [1, 3, 5].map((at) => {
        const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      const luminance = 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
      expect(1.05 / (luminance + 0.05), key).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('give fictional people only: telephones in the 555 range, mail at example domains', () => {
    for (const household of [...households, ...testHouseholds]) {
      for (const { email, phone } of household.accounts.flatMap((account) => account.owners)) {
        if (phone !== null) expect(phone).toMatch(/555-(01\d\d|\d{3}-\d{4}|5555)/);
        if (email !== null) expect(email).toMatch(/@(example\.(com|net|org|edu)|[a-z]+\.example)$/);
      }
    }
  });
});
