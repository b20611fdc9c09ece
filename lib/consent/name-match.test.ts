import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchNames, type NameMatch } from './name-match.ts';

describe('the name of an owner', () => {
  it.each<[string, string[], NameMatch]>([
    ['Nora Whitcombe', ['NORA WHITCOMBE'], 'match'],
    ['Nora Whitcombe', ['Whitcombe, Nora J.'], 'match'],
    ['Nora Whitcombe', ['MS NORA JANE WHITCOMBE'], 'match'],
    ['Nora Whitcombe', ['WHITCOMBE NORA'], 'match'],
    ['Renée O’Hara', ["RENEE O'HARA"], 'match'],
    ['Nora Whitcombe', ['Elena Oakhurst', 'Nora Whitcombe'], 'match'],
    ['Nora Whitcombe', ['Paul Whitcombe'], 'partial'],
    ['Nora Whitcombe', ['N WHITCOMBE'], 'partial'],
    ['Nora', ['Nora Whitcombe'], 'partial'],
    ['Cher', ['CHER'], 'match'],
    ['Nora Whitcombe', ['Elena Oakhurst'], 'no_match'],
    ['J Doe', ['J Smith'], 'no_match'],
    ['Nora Whitcombe', [], 'unavailable'],
    ['Nora Whitcombe', ['--'], 'unavailable'],
    ['', ['Nora Whitcombe'], 'unavailable'],
  ])('%s against %j is %s', (person, owners, level) => {
    expect(matchNames(person, owners)).toBe(level);
  });

  it('matches itself in any case, and whoever is asked first makes no difference', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'B', 'é', ' ', '-', '.') });
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(['match', 'unavailable']).toContain(matchNames(a, [a.toUpperCase()]));
        expect(matchNames(a, [b])).toBe(matchNames(b, [a]));
      }),
    );
  });
});
