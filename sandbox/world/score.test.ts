import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Truth } from '#sandbox/people/types.ts';
import { type Labeled, type Labels, scoreLabels } from './score.ts';

const row = (truth: Partial<Truth>, labels: Labels): Labeled => ({
  truth: { payee: 'P', category: 'c', series: null, transferPair: null, incomeStream: null, ...truth },
  labels,
});
const name = fc.option(fc.constantFrom('a', 'b', 'c', 'd'));
const pairs = fc.array(fc.tuple(name, name), { maxLength: 40 });

/** B-cubed by its definition, row against row. */
function byDefinition(grouped: readonly (string | null)[], other: readonly (string | null)[]): number | null {
  const members = grouped.flatMap((group, index) => (group === null ? [] : [index]));
  if (members.length === 0) return null;
  const shares = members.map((index) => {
    const mine = members.filter((candidate) => grouped[candidate] === grouped[index]);
    return mine.filter((candidate) => other[index] !== null && other[candidate] === other[index]).length / mine.length;
  });
  return shares.reduce((sum, share) => sum + share, 0) / members.length;
}

describe('a score', () => {
  it('counts payees and categories row by row', () => {
    const { payee, category } = scoreLabels([
      row({ payee: "Joe's Café", category: 'coffee' }, { payee: 'JOES CAFE', category: 'coffee' }),
      row({ payee: 'Aldi', category: 'groceries' }, { payee: 'Lidl', category: 'Groceries' }),
      row({ payee: 'Shell', category: 'fuel' }, { payee: 'Shell' }),
      row({ payee: 'Rent', category: 'rent' }, { category: null }),
    ]);
    expect(payee).toEqual({ precision: 2 / 3, recall: 2 / 4, inferred: 3, actual: 4 });
    expect(category).toEqual({ precision: 1 / 2, recall: 1 / 4, inferred: 2, actual: 4 });
  });

  it('counts groups by who is with whom, whatever they are called', () => {
    const { transferPair } = scoreLabels([
      row({ transferPair: 'one' }, { transferPair: 'x' }),
      row({ transferPair: 'one' }, { transferPair: 'x' }),
      // Half of a pair was put with a stranger.
      row({ transferPair: 'two' }, { transferPair: 'y' }),
      row({}, { transferPair: 'y' }),
      row({ transferPair: 'two' }, {}),
    ]);
    expect(transferPair).toEqual({
      precision: (1 + 1 + 1 / 2 + 0) / 4,
      recall: (1 + 1 + 1 / 2 + 0) / 4,
      inferred: 4,
      actual: 4,
    });
  });

  it('is null where there is nothing to judge', () => {
    const { series, payee } = scoreLabels([row({}, {})]);
    expect(series).toEqual({ precision: null, recall: null, inferred: 0, actual: 0 });
    expect(payee).toEqual({ precision: null, recall: 0, inferred: 0, actual: 1 });
  });

  it('of groups is what the definition says, and trades places when truth and labels do', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const { series } = scoreLabels(given.map(([truth, label]) => row({ series: truth }, { series: label })));
        const swapped = scoreLabels(given.map(([truth, label]) => row({ series: label }, { series: truth }))).series;
        const [truths, labels] = [given.map(([truth]) => truth), given.map(([, label]) => label)];
        const [precision, recall] = [byDefinition(labels, truths), byDefinition(truths, labels)];
        if (precision === null) expect(series.precision).toBeNull();
        else expect(series.precision).toBeCloseTo(precision, 10);
        if (recall === null) expect(series.recall).toBeNull();
        else expect(series.recall).toBeCloseTo(recall, 10);
        expect([swapped.precision, swapped.recall]).toEqual([series.recall, series.precision]);
      }),
    );
  });
});
