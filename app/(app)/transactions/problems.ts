import type { FilterProblem } from '#lib/ledger/filter.ts';

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
