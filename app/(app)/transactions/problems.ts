import type { FilterProblem, TransactionFilter } from '#lib/ledger/filter.ts';

const kinds: Record<FilterProblem, string> = {
  from: 'a day',
  to: 'a day',
  min: 'an amount',
  max: 'an amount',
  flow: 'a direction',
  status: 'a state',
};

/** How much of a typed text is repeated. */
const longest = 40;

/** Says of each part of a filter that was not understood what was typed, and that it was not used. */
export function problemWords(problems: readonly FilterProblem[], typed: (name: FilterProblem) => string): string {
  return problems
    .map((problem) => {
      const text = typed(problem);
      const shown = text.length > longest ? `${text.slice(0, longest)}…` : text;
      return `“${shown}” is not ${kinds[problem]}, so it is left out.`;
    })
    .join(' ');
}

/** What is wrong with a range that ends before it begins, by the field of its end: no row can be in it. */
export function reversedRanges({ from, to, minMinor, maxMinor }: TransactionFilter): { to?: string; max?: string } {
  return {
    ...(from && to && from > to && { to: 'The last day lies before the first, so no row can be between them.' }),
    ...(minMinor !== null &&
      maxMinor !== null &&
      minMinor > maxMinor && { max: 'The largest amount is below the smallest, so no row can be between them.' }),
  };
}
