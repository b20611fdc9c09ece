import { rowsHref } from '#app/_shared/rows-href.ts';
import type { Day } from '#lib/dates/day.ts';
import { type Here, spanWords } from '#lib/dates/moment-words.ts';
import { shortDay } from '#lib/dates/words.ts';
import type { TransactionFilter } from '#lib/ledger/filter.ts';
import type { CountedInterval } from '#lib/ledger/interval-rows.ts';
import { wordsOf } from '#lib/ledger/words.ts';
import { formatMoney } from '#lib/money/format.ts';

/** One condition of the list, and the address of the list without it. */
export type Chip = { key: string; label: string; without: string };

/** What the words of the chips are made of. */
type ChipFacts = {
  accounts: readonly { id: string; name: string }[];
  /** the one that the filter names, if it names one */
  interval: Pick<CountedInterval, 'fromAt' | 'toAt'> | null;
  currency: string;
  here: Here;
};

/** The conditions of a filter as words, each with the way to take it off. */
export function chipsOf(filter: TransactionFilter, { accounts, interval, currency, here }: ChipFacts): Chip[] {
  const { today } = here;
  const chip = (key: string, label: string, change: Partial<TransactionFilter>): Chip => ({
    key,
    label,
    without: rowsHref({ ...filter, ...change }, currency),
  });
  // A size that the person typed, said back: not a figure about their money.
  const size = (amountMinor: bigint) => formatMoney({ amountMinor, currency }).whole;
  const chips: Chip[] = [];
  // Each word in quotes of its own: they are found in any order and apart.
  if (filter.text) {
    const words = wordsOf(filter.text).map((word) => `“${word}”`);
    chips.push(chip('q', words.join(' '), { text: null }));
  }
  for (const id of filter.accountIds) {
    const name = accounts.find((account) => account.id === id)?.name ?? 'An account that is not here';
    chips.push(chip(`account-${id}`, name, { accountIds: filter.accountIds.filter((one) => one !== id) }));
  }
  if (interval) {
    const words = `interval ${spanWords(interval.fromAt, interval.toAt, here)}`;
    chips.push(chip('interval', words, { interval: null }));
  }
  if (filter.from && filter.from === filter.to)
    chips.push(chip('day', `on ${shortDay(filter.from, today)}`, { from: null, to: null }));
  else {
    // Of two days, of which one needs its year, both have it.
    const { from, to } = filter;
    const hasYears = from !== null && to !== null && from.slice(0, 4) !== to.slice(0, 4);
    const words = (one: Day) => (hasYears ? `${shortDay(one, one)} ${one.slice(0, 4)}` : shortDay(one, today));
    if (from) chips.push(chip('from', `from ${words(from)}`, { from: null }));
    if (to) chips.push(chip('to', `to ${words(to)}`, { to: null }));
  }
  if (filter.minMinor !== null) chips.push(chip('min', `at least ${size(filter.minMinor)}`, { minMinor: null }));
  if (filter.maxMinor !== null) chips.push(chip('max', `at most ${size(filter.maxMinor)}`, { maxMinor: null }));
  if (filter.flow) chips.push(chip('flow', filter.flow === 'in' ? 'money in' : 'money out', { flow: null }));
  if (filter.status) chips.push(chip('status', filter.status, { status: null }));
  return chips;
}
