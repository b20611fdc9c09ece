import { describe, expect, it } from 'vitest';
import { day } from '#lib/dates/day.ts';
import { everything, parseFilter } from '#lib/ledger/filter.ts';
import { chipsOf } from './chips.ts';
import { problemWords } from './problems.ts';

const id = '7b1c5f0e-6c1f-4a39-9a52-0d8d5c8f4d11';
const accounts = [{ id, name: 'Checking' }];
const today = day('2026-11-20');
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
    const labels = chipsOf(filter, accounts, 'USD', today).map((chip) => chip.label);
    expect(labels).toEqual(['“coffee”', 'Checking', 'from 1 Nov', 'to 20 Nov', 'at least $5.00', 'money out']);
  });

  it('take off exactly one condition each', () => {
    const chips = chipsOf(filter, accounts, 'USD', today);
    for (const chip of chips) {
      const left = parseFilter(new URL(chip.without, 'http://plumb.test').searchParams, 'USD').filter;
      const others = chips.filter((one) => one.key !== chip.key).map((one) => one.label);
      expect(chipsOf(left, accounts, 'USD', today).map((one) => one.label)).toEqual(others);
    }
  });

  it('say a single day as one', () => {
    const chips = chipsOf({ ...everything, from: today, to: today }, accounts, 'USD', today);
    expect(chips.map(({ label, without }) => [label, without])).toEqual([['on 20 Nov', '/transactions']]);
  });
});

describe('what an address asked for and could not be read', () => {
  it('is named', () => {
    expect(problemWords(['from'])).toBe('The first day in this address could not be read, so it is left out.');
    expect(problemWords(['from', 'min', 'flow'])).toContain('first day, least amount and direction');
  });
});
