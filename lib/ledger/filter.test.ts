import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, day } from '../dates/day.ts';
import {
  decodeCursor,
  encodeCursor,
  everything,
  filterParams,
  isOneWholeAccount,
  namedIn,
  parseFilter,
} from './filter.ts';
import { wordsOf } from './words.ts';

const id = fc.uuid();
const someDay = fc.integer({ min: 0, max: 4000 }).map((n) => addDays(day('2020-01-01'), n));
const orNull = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const anyFilter = fc.record({
  text: orNull(
    fc
      .string({ minLength: 1, maxLength: 40 })
      .map((t) => wordsOf(t).join(' '))
      .filter((t) => t !== ''),
  ),
  accountIds: fc.uniqueArray(id, { maxLength: 4 }).map((ids) => ids.sort()),
  from: orNull(someDay),
  to: orNull(someDay),
  minMinor: orNull(fc.bigInt({ min: 0n, max: 10n ** 12n })),
  maxMinor: orNull(fc.bigInt({ min: 0n, max: 10n ** 12n })),
  flow: orNull(fc.constantFrom('in' as const, 'out' as const)),
  status: orNull(fc.constantFrom('posted' as const, 'pending' as const, 'void' as const)),
  interval: orNull(id),
});

describe('the filter of a list of transactions', () => {
  it('comes back from its own URL unchanged', () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        const params = new URLSearchParams(filterParams(filter, 'USD').toString());
        expect(parseFilter(params, 'USD')).toEqual({ filter, problems: [] });
      }),
    );
  });

  it('names each part that it cannot read and keeps the others', () => {
    const params = new URLSearchParams('q=coffee&from=2026-02-30&min=12.345&flow=sideways&max=-3&to=2026-03-01');
    const { filter, problems } = parseFilter(params, 'USD');
    expect(problems.sort()).toEqual(['flow', 'from', 'max', 'min']);
    expect(filter).toEqual({ ...everything, text: 'coffee', to: '2026-03-01' });
  });

  it('takes out what no text of the database can hold', () => {
    const { filter } = parseFilter(new URLSearchParams({ q: '\0cof\0fee ', from: '0000-01-01' }), 'USD');
    expect(filter).toEqual({ ...everything, text: 'coffee' });
  });

  it('takes a text as words, one space apart, as far as the longest goes', () => {
    const text = (q: string) => parseFilter(new URLSearchParams({ q }), 'USD').filter.text;
    expect(text(' myrtle \t fox\u00a0')).toBe('myrtle fox');
    expect(text(' \n ')).toBeNull();
    expect(text(`${'a'.repeat(79)}   b`)).toBe('a'.repeat(79));
  });

  it('tells what is named by id as it stands, and takes nothing else for an id', () => {
    const params = new URLSearchParams('account=&account=1&row=x&interval=%27&q=a');
    expect(namedIn(params)).toEqual({ accountIds: ['1'], row: 'x', interval: "'" });
    expect(parseFilter(params, 'USD').filter).toEqual({ ...everything, text: 'a' });
    expect(namedIn(new URLSearchParams('row='))).toEqual({ accountIds: [], row: null, interval: null });
  });

  it('allows a running balance only for one account without any other condition', () => {
    const one = { ...everything, accountIds: ['7b1c5f0e-6c1f-4a39-9a52-0d8d5c8f4d11'] };
    expect(isOneWholeAccount(one)).toBe(true);
    expect(isOneWholeAccount({ ...one, text: 'rent' })).toBe(false);
    expect(isOneWholeAccount(everything)).toBe(false);
  });
});

describe('a cursor', () => {
  it('survives its text and refuses what is not one', () => {
    fc.assert(
      fc.property(someDay, id, fc.constantFrom('older' as const, 'newer' as const), (at, row, toward) => {
        expect(decodeCursor(encodeCursor({ toward, day: at, id: row }))).toEqual({ toward, day: at, id: row });
      }),
    );
    const row = '7b1c5f0e-6c1f-4a39-9a52-0d8d5c8f4d11';
    for (const text of [
      '',
      'x',
      '2026-01-01',
      `older.2026-13-01.${row}`,
      `up.2026-01-01.${row}`,
      `older.2026-01-01.${row}.x`,
      null,
    ]) {
      expect(decodeCursor(text)).toBeNull();
    }
  });
});
