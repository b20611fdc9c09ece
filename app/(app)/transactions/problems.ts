import type { FilterProblem } from '#lib/ledger/filter.ts';

const names: Record<FilterProblem, string> = {
  from: 'first day',
  to: 'last day',
  min: 'least amount',
  max: 'greatest amount',
  flow: 'direction',
  status: 'state',
};

/** Says which parts of the address were not understood and so were not used. */
export function problemWords(problems: readonly FilterProblem[]): string {
  const list = problems.map((problem) => names[problem]);
  const last = list.at(-1) ?? '';
  const words = list.length === 1 ? last : `${list.slice(0, -1).join(', ')} and ${last}`;
  return `The ${words} in this address could not be read, so ${list.length === 1 ? 'it is' : 'they are'} left out.`;
}
