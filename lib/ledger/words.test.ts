import { describe, expect, it } from 'vitest';
import { wordPatterns, wordsOf } from './words.ts';

describe('the words of a search', () => {
  it('stand apart by any white space', () => {
    expect(wordsOf('  myrtle\tfox \u00a0 providence\n')).toEqual(['myrtle', 'fox', 'providence']);
    expect(wordsOf(' \u3000 ')).toEqual([]);
  });

  it('are patterns in which their own wildcards are letters, each once', () => {
    expect(wordPatterns('50% a_b c\\d a_b')).toEqual({ plain: ['%50\\%%', '%a\\_b%', '%c\\\\d%'], marked: [] });
  });

  it('choose among the marks that are alike, and take all else as it is', () => {
    expect(wordPatterns("o’brien fox o'brien* (a–b)").plain).toEqual(['%fox%']);
    expect(wordPatterns('o’brien').marked).toEqual(wordPatterns("o'brien").marked);
    expect(wordPatterns('(a–b)*').marked).toEqual(['\\(a[-‐‑‒–—―−]b\\)\\*']);
  });
});
