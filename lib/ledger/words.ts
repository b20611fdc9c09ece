/**
 * What a person searches for, as patterns of PostgreSQL over the bank's text: every word is found anywhere in it, in any
 * case and order. A word holds no white space, so it does not matter that a page shows as one space what a bank writes as
 * three.
 */
export type WordPatterns = {
  /** for ILIKE */
  plain: string[];
  /**
   * for `~*`: the words with a mark that a phone writes in another way than a bank. Among the wildcards of ILIKE is none
   * for a few characters; the one for any character would find 7211 for 7-11.
   */
  marked: string[];
};

/** Dashes, apostrophes and quotes that stand for each other. The dashes are first, for within a class one would be a range. */
const alike = ['-‐‑‒–—―−', "'’‘‛ʼ′`´", '"“”„‟″'] as const;
const anyMark = new RegExp(`[${alike.join('')}]`, 'g');

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

export function wordPatterns(text: string): WordPatterns {
  const words = [...new Set(wordsOf(text))];
  const isMarked = (word: string) => word.search(anyMark) >= 0;
  return {
    plain: words.filter((word) => !isMarked(word)).map(containing),
    marked: words.filter(isMarked).map(withAnyMark),
  };
}

/** A pattern of ILIKE that finds a word anywhere, with its own wildcards taken literally. */
function containing(word: string): string {
  return `%${word.replace(/[\\%_]/g, (wildcard) => `\\${wildcard}`)}%`;
}

/** A regular expression of PostgreSQL that finds a word with any of the marks that are alike, all else taken literally. */
function withAnyMark(word: string): string {
  return word
    .replace(/[\\^$.*+?()[\]{}|]/g, (special) => `\\${special}`)
    .replace(anyMark, (mark) => `[${alike.find((marks) => marks.includes(mark))}]`);
}
