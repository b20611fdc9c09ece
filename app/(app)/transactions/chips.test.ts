import { describe, expect, it } from 'vitest';
import { day } from '#lib/dates/day.ts';
import { everything, type FilterProblem, parseFilter } from '#lib/ledger/filter.ts';
import { chipsOf } from './chips.ts';
import { problemWords, reversedRanges } from './problems.ts';

const id = '7b1c5f0e-6c1f-4a39-9a52-0d8d5c8f4d11';
const accounts = [{ id, name: 'Checking' }];
const today = day('2026-11-20');
const facts = { accounts, interval: null, currency: 'USD', here: { today, zone: 'UTC' } };
const filter = {
  ...everything,
  text: 'coffee',
  accountIds: [id],
  from: day('2026-11-01'),
  to: today,
  minMinor: 500n,
  flow: 'out' as const,
};

describe('the chips of a filter', () => {
  it('say each condition in words', () => {
    const labels = chipsOf(filter, facts).map((chip) => chip.label);
    expect(labels).toEqual(['“coffee”', 'Checking', 'from 1 Nov', 'to 20 Nov', 'at least $5.00', 'money out']);
  });

  it('say the words of a search one by one, and take them off together', () => {
    const chips = chipsOf({ ...everything, text: 'myrtle fox' }, facts);
    expect(chips.map(({ label, without }) => [label, without])).toEqual([['“myrtle” “fox”', '/transactions']]);
  });

  it('take off exactly one condition each', () => {
    const chips = chipsOf(filter, facts);
    for (const chip of chips) {
      const left = parseFilter(new URL(chip.without, 'http://plumb.test').searchParams, 'USD').filter;
      const others = chips.filter((one) => one.key !== chip.key).map((one) => one.label);
      expect(chipsOf(left, facts).map((one) => one.label)).toEqual(others);
    }
  });

  it('say the years of days that are of two years', () => {
    const labels = (from: string) =>
      chipsOf({ ...everything, from: day(from), to: today }, facts).map(({ label }) => label);
    expect(labels('2025-11-01')).toEqual(['from 1 Nov 2025', 'to 20 Nov 2026']);
    expect(labels('2026-11-01')).toEqual(['from 1 Nov', 'to 20 Nov']);
  });

  it('say a single day as one', () => {
    const chips = chipsOf({ ...everything, from: today, to: today }, facts);
    expect(chips.map(({ label, without }) => [label, without])).toEqual([['on 20 Nov', '/transactions']]);
  });
});

describe('the chip of an interval', () => {
  it('says between which balances the rows stand, and takes off nothing else', () => {
    const interval = { fromAt: new Date('2026-11-18T15:00:00Z'), toAt: new Date('2026-11-20T09:12:00Z') };
    const chips = chipsOf({ ...everything, interval: id, status: 'posted' }, { ...facts, interval });
    expect(chips.map(({ label, without }) => [label, without])).toEqual([
      ['interval 18 Nov 15:00 to today 09:12', '/transactions?status=posted'],
      ['posted', `/transactions?interval=${id}`],
    ]);
  });
});

describe('a range that ends before it begins', () => {
  it('is said at its end', () => {
    const ranges = (more: object) => Object.keys(reversedRanges({ ...everything, ...more }));
    expect(ranges({ from: today, to: day('2026-11-19') })).toEqual(['to']);
    expect(ranges({ minMinor: 2n, maxMinor: 1n })).toEqual(['max']);
    expect(ranges({ from: today, to: today, minMinor: 0n, maxMinor: 0n })).toEqual([]);
    expect(ranges({ from: today, maxMinor: 1n })).toEqual([]);
  });
});

describe('what an address asked for and could not be read', () => {
  it('is repeated, with what it should have been', () => {
    const typed = { from: 'soon', min: 'abc' } as Record<string, string>;
    const words = (...problems: FilterProblem[]) => problemWords(problems, (name) => typed[name] ?? '');
    expect(words('min')).toBe('“abc” is not an amount, so it is left out.');
    expect(words('from', 'min')).toBe(
      '“soon” is not a day, so it is left out. “abc” is not an amount, so it is left out.',
    );
  });
});
