/** How well the names that a bank gives for an account's owners fit a person's own. */
export type NameMatch = 'match' | 'partial' | 'no_match' | 'unavailable';

/**
 * Compares a person's name with those of an account's owners; any owner may be the person. match: first and last word
 * agree; partial: they share a word, or an initial stands for one; no_match: nothing in common; unavailable: there is
 * nothing to compare. Letters' case and accents, punctuation, middle names, titles and the order "Last, First" do not
 * matter. A hint for the person, never a reason to refuse anything.
 */
export function matchNames(person: string, owners: readonly string[]): NameMatch {
  const own = wordsOf(person);
  const theirs = owners.map(wordsOf).filter((words) => words.length > 0);
  if (own.length === 0 || theirs.length === 0) return 'unavailable';
  const levels = theirs.map((words) => compareWords(own, words));
  return levels.find((level) => level === 'match') ?? levels.find((level) => level === 'partial') ?? 'no_match';
}

const titles = new Set(['MR', 'MRS', 'MS', 'MX', 'DR', 'PROF', 'JR', 'SR', 'II', 'III', 'IV']);

function wordsOf(name: string): string[] {
  const [last, first] = name.split(',', 2);
  const straight = first?.trim() && last ? `${first} ${last}` : name;
  return straight
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/['’.]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !titles.has(word));
}

function compareWords(a: readonly string[], b: readonly string[]): 'match' | 'partial' | 'no_match' {
  const ends = (words: readonly string[]) => [words[0] ?? '', words.at(-1) ?? ''] as const;
  const [[firstA, lastA], [firstB, lastB]] = [ends(a), ends(b)];
  const hasBoth = a.length > 1 && b.length > 1;
  const agree = firstA === firstB && lastA === lastB;
  const turned = firstA === lastB && lastA === firstB;
  if (hasBoth && (agree || turned)) return 'match';
  if (!hasBoth && a.join(' ') === b.join(' ')) return 'match';
  const shares = a.some((word) => word.length > 1 && b.includes(word));
  return shares ? 'partial' : 'no_match';
}
