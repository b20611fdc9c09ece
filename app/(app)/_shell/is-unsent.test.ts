import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFilter } from '#lib/ledger/filter.ts';
import { isSameText } from './is-unsent.ts';

describe('what stands in a field', () => {
  test('is the same whatever spaces stand between its words and around them', () => {
    expect(isSameText(' myrtle \t fox\u00a0', 'myrtle fox')).toBe(true);
    expect(isSameText(' ', '')).toBe(true);
    expect(isSameText('myrtlefox', 'myrtle fox')).toBe(false);
    expect(isSameText('myrtle foxes', 'myrtle fox')).toBe(false);
  });

  test('is the same as the search that the server made of it', () => {
    const piece = fc.constantFrom('myrtle', 'F', '’', ' ', '   ', '\t', '\u00a0', '\u3000');
    const typed = fc.array(piece, { maxLength: 13 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(typed, (q) => {
        const { filter } = parseFilter(new URLSearchParams({ q }), 'USD');
        expect(isSameText(q, filter.text ?? '')).toBe(true);
      }),
    );
  });
});
