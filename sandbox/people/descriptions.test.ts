import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { institutions } from '#sandbox/institutions.ts';
import { brands, type Kind } from '#sandbox/people/brands.ts';
import { chance } from '#sandbox/people/chance.ts';
import type { Channel } from '#sandbox/people/channels.ts';
import { dayNumber } from '#sandbox/people/days.ts';
import { styleOf, describe as wordsOf } from '#sandbox/people/descriptions.ts';
import { households } from '#sandbox/people/households.ts';
import { beginLife, liveDays } from '#sandbox/people/life.ts';
import { descriptorOf, merchantAt } from '#sandbox/people/merchants.ts';

const banks = institutions
  .filter((institution) => institution.household === null && !institution.flow.startsWith('down_'))
  .map(({ key }) => key);

const day = dayNumber('2026-11-04');

function card(descriptor: string, more: Partial<Extract<Channel, { kind: 'card' }>> = {}): Channel {
  return {
    kind: 'card',
    descriptor,
    city: 'Providence',
    state: 'RI',
    phone: null,
    recurring: false,
    pin: false,
    refund: false,
    ...more,
  };
}

function write(bank: string, channel: Channel, incoming = false): { posted: string; pending: string | null } {
  return wordsOf(bank, channel, { day, incoming, last4: '4417', draw: chance('words', bank) });
}

describe('descriptions', () => {
  it('write a card purchase in each bank’s own way', () => {
    const purchase = card('TST* LANTERN NOODLE HOUSE OF PROVIDENCE');
    expect(write('harborline', purchase).posted).toMatch(
      /^CHECKCARD 1104 TST\* LANTERN NOODLE HO PROVIDENCE RI 24\d{21}$/,
    );
    expect(write('larkfield', purchase).posted).toMatch(
      /^PURCHASE AUTHORIZED ON 11\/04 TST\* LANTERN NOODLE HOUS Providence RI S\d{15} CARD 4417$/,
    );
    expect(write('northgale', purchase).posted).toBe('TST* LANTERN NOODLE HO PROVIDENCE   RI');
    expect(write('copperleaf', purchase).posted).toBe(
      'Withdrawal Debit Card TST* LANTERN NOODLE HOUSE PROVIDENCE RIUS Date 11/04/26 Card 4417',
    );
    expect(write('tidewell', purchase).pending ?? write('tidewell', purchase).posted).toBe('TST* LANTERN NOODLE HOUSE');
  });

  it('write a pay as ACH entries read', () => {
    const pay: Channel = {
      kind: 'ach',
      company: 'Hobbs Instrument Co',
      entry: 'PAYROLL',
      sec: 'PPD',
      companyId: '1005584870',
      individual: 'WHITCOMBE,NORA',
      reference: 'XXXXX832607',
    };
    expect(write('harborline', pay, true).posted).toBe(
      'HOBBS INSTRUMENT DES:PAYROLL ID:XXXXX832607 INDN:WHITCOMBE,NORA CO ID:1005584870 PPD',
    );
    expect(write('larkfield', pay, true).posted).toBe('HOBBS INSTRUMENT PAYROLL 261104 XXXXX832607 WHITCOMBE,NORA');
  });

  it('keep 22 to 25 characters of a card descriptor, whatever a terminal sends', () => {
    for (const bank of banks) {
      const limit = styleOf(bank).descriptorLimit;
      expect(limit).toBeGreaterThanOrEqual(22);
      expect(limit).toBeLessThanOrEqual(25);
      const { posted } = write(bank, card('Q'.repeat(60)));
      expect(posted.match(/Q+/)?.[0]).toHaveLength(limit);
    }
  });

  it('are never empty and never longer than the bank allows', () => {
    const channels: Channel[] = [
      card('SQ *BLUE HERON BAKERY'),
      card('SQ *BLUE HERON BAKERY', { pin: true }),
      card('SQ *BLUE HERON BAKERY', { refund: true, phone: '555-1234567' }),
      { kind: 'transfer', otherName: 'Savings', otherLast4: '9032', otherBank: null },
      { kind: 'transfer', otherName: 'Savings', otherLast4: '9032', otherBank: 'Tidewell' },
      { kind: 'person', name: 'Iris Fenwick', memo: 'dinner' },
      {
        kind: 'cash',
        street: '614 Blackbird St',
        city: 'Providence',
        state: 'RI',
        ownMachine: false,
        terminal: '827307800',
      },
      { kind: 'check', number: '1042' },
      { kind: 'deposit', how: 'mobile' },
      { kind: 'deposit', how: 'counter' },
      { kind: 'fee', name: 'overdraft' },
      { kind: 'fee', name: 'late' },
      { kind: 'interest', rate: '0.60' },
      { kind: 'payment', automatic: true, fromBank: 'Tidewell' },
      { kind: 'payment', automatic: false, fromBank: 'Tidewell' },
      { kind: 'loan', part: 'interest' },
      { kind: 'loan', part: 'escrow' },
      { kind: 'rewards' },
    ];
    fc.assert(
      fc.property(fc.constantFrom(...banks), fc.constantFrom(...channels), fc.boolean(), (bank, channel, incoming) => {
        const { posted, pending } = write(bank, channel, incoming);
        for (const text of [posted, pending]) {
          if (text === null) continue;
          expect(text.trim().length).toBeGreaterThan(2);
          expect(text.length).toBeLessThanOrEqual(styleOf(bank).textLimit);
        }
        expect(pending).not.toBe(posted);
      }),
      { numRuns: 400 },
    );
  });

  it('use both sides’ one reference for a transfer inside a bank', () => {
    const rows = households.flatMap(
      (household) => liveDays(household, beginLife(household, 1, '2026-03-02'), 120).rows,
    );
    const references = rows.filter((row) => row.description.startsWith('Online Banking transfer'));
    expect(references.length).toBeGreaterThan(10);
    const byPair = Map.groupBy(references, (row) => row.truth.transferPair);
    for (const sides of byPair.values()) {
      expect(new Set(sides.map((row) => row.description.split('# ')[1])).size).toBe(1);
    }
  });
});

describe('merchants', () => {
  it('are thousands over half a year of twenty seeds, and at least a third is no known brand', () => {
    const texts = new Set<string>();
    const payees = new Map<string, number>();
    const known = new Set(Object.values(brands).flatMap((list) => list.map(([payee]) => payee)));
    for (let seed = 1; seed <= 20; seed += 1) {
      for (const household of households) {
        for (const row of liveDays(household, beginLife(household, seed, '2026-05-25'), 182).rows) {
          texts.add(row.description.replace(/\d/g, ''));
          payees.set(row.truth.payee, (payees.get(row.truth.payee) ?? 0) + 1);
        }
      }
    }
    expect(texts.size).toBeGreaterThan(10_000);
    expect(payees.size).toBeGreaterThan(4_000);
    const rows = [...payees.values()].reduce((sum, count) => sum + count, 0);
    const brandRows = [...payees].reduce((sum, [payee, count]) => sum + (known.has(payee) ? count : 0), 0);
    expect(brandRows / rows).toBeGreaterThan(0.12);
    expect(brandRows / rows).toBeLessThan(0.67);
  });

  it('are the same business each time one comes back, with new codes where brands use them', () => {
    const place = { city: 'Savannah', state: 'GA' };
    const kinds = Object.keys(brands) as Kind[];
    for (const kind of kinds) {
      for (let index = 0; index < 10; index += 1) {
        const merchant = merchantAt('1/someone', kind, place, index);
        expect(merchantAt('1/someone', kind, place, index)).toEqual(merchant);
        const first = descriptorOf(merchant, chance('a'));
        const second = descriptorOf(merchant, chance('b'));
        expect(first).not.toMatch(/[<>{}]/);
        expect(first === second).toBe(!merchant.descriptor.includes('<'));
      }
    }
  });
});
