import { type Day, isDay } from '../dates/day.ts';
import { isId } from '../ids.ts';
import { toDecimal } from '../money/format.ts';
import { parseAmount } from '../money/parse.ts';
import { wordsOf } from './words.ts';

/** Which transactions a list shows. It lives in the URL, so that every list has an address. */
export type TransactionFilter = {
  /** words of the bank's text, in any case and order, one space apart */
  text: string | null;
  /** empty = all accounts */
  accountIds: readonly string[];
  /** both days included */
  from: Day | null;
  to: Day | null;
  /** size of the amount in minor units, whatever its direction */
  minMinor: bigint | null;
  maxMinor: bigint | null;
  flow: 'in' | 'out' | null;
  status: 'posted' | 'pending' | 'void' | null;
  /** the rows that the proof counts between two balances of the bank, by the id of the later one */
  interval: string | null;
};

export const everything: TransactionFilter = {
  text: null,
  accountIds: [],
  from: null,
  to: null,
  minMinor: null,
  maxMinor: null,
  flow: null,
  status: null,
  interval: null,
};

type Params = { get(name: string): string | null; getAll(name: string): string[] };

/** The names of what a URL asked for and could not be understood: said to the person, never silently dropped. */
export type FilterProblem = 'from' | 'to' | 'min' | 'max' | 'flow' | 'status';

/** It bounds the number of words as well, to half of it. */
const longestText = 80;

/**
 * Reads a filter from URL parameters: `q`, `account` (repeated), `from`, `to`, `min`, `max`, `flow`, `status`, `interval`.
 * Ids that are none are left out; an address with such a one leads nowhere (`namedIn`).
 */
export function parseFilter(
  params: Params,
  currency: string,
): { filter: TransactionFilter; problems: FilterProblem[] } {
  const problems: FilterProblem[] = [];
  function read<T>(name: FilterProblem, parse: (text: string) => T | null): T | null {
    const text = params.get(name)?.trim();
    if (!text) return null;
    const value = parse(text);
    if (value === null) problems.push(name);
    return value;
  }
  const amount = (text: string) => {
    const minor = parseAmount(text, currency);
    return minor === null || minor < 0n ? null : minor;
  };
  const { accountIds, interval } = namedIn(params);
  const filter: TransactionFilter = {
    // PostgreSQL keeps no NUL in a text, so nothing with one could be found.
    text:
      wordsOf(params.get('q')?.replaceAll('\0', '') ?? '')
        .join(' ')
        .slice(0, longestText)
        .trimEnd() || null,
    accountIds: [...new Set(accountIds.filter(isId))].sort(),
    from: read('from', (text) => (isDay(text) ? text : null)),
    to: read('to', (text) => (isDay(text) ? text : null)),
    minMinor: read('min', amount),
    maxMinor: read('max', amount),
    flow: read('flow', (text) => (text === 'in' || text === 'out' ? text : null)),
    status: read('status', (text) => (text === 'posted' || text === 'pending' || text === 'void' ? text : null)),
    interval: interval !== null && isId(interval) ? interval : null,
  };
  return { filter, problems };
}

/** What an address of the list names by id, as it stands there: the drawer's row, accounts, an interval. */
export type Named = { accountIds: readonly string[]; row: string | null; interval: string | null };

export function namedIn(params: Params): Named {
  return {
    accountIds: params.getAll('account').filter((id) => id !== ''),
    row: params.get('row') || null,
    interval: params.get('interval') || null,
  };
}

/** The URL parameters of a filter: the reverse of `parseFilter`, in one fixed order. */
export function filterParams(filter: TransactionFilter, currency: string): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.text) params.set('q', filter.text);
  for (const id of filter.accountIds) params.append('account', id);
  if (filter.from) params.set('from', filter.from);
  if (filter.to) params.set('to', filter.to);
  if (filter.minMinor !== null) params.set('min', toDecimal({ amountMinor: filter.minMinor, currency }));
  if (filter.maxMinor !== null) params.set('max', toDecimal({ amountMinor: filter.maxMinor, currency }));
  if (filter.flow) params.set('flow', filter.flow);
  if (filter.status) params.set('status', filter.status);
  if (filter.interval) params.set('interval', filter.interval);
  return params;
}

/** Whether the filter is one account and nothing else: the only list in which a running balance is true. */
export function isOneWholeAccount(filter: TransactionFilter): boolean {
  return filter.accountIds.length === 1 && filterParams({ ...filter, accountIds: [] }, 'USD').size === 0;
}

/** A place in a list that is ordered by day and id, newest first, and the way to go on from there. */
export type Cursor = { toward: 'older' | 'newer'; day: Day; id: string };

export function encodeCursor({ toward, day, id }: Cursor): string {
  return `${toward}.${day}.${id}`;
}

/** Null when the text is not a cursor of ours: the list then begins at its start. */
export function decodeCursor(text: string | null | undefined): Cursor | null {
  const [toward = '', day = '', id = '', ...more] = (text ?? '').split('.');
  if (toward !== 'older' && toward !== 'newer') return null;
  return isDay(day) && isId(id) && more.length === 0 ? { toward, day, id } : null;
}
