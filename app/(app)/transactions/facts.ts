import { rowsHref } from '#app/_shared/rows-href.ts';
import { intervalHref } from '#components/interval-href.ts';
import { isDateOnly } from '#lib/dates/day.ts';
import { type Here, momentDayWords, momentWords } from '#lib/dates/moment-words.ts';
import { dayWords } from '#lib/dates/words.ts';
import type { TransactionDetailView, TransactionStatus } from '#lib/ledger/view.ts';
import { causeWords } from '../accounts/sync-words.ts';

type Fact = { label: string; words: string };
type Stated = { words: string; minor: string };

/** What the drawer says of a row, in words: JSON, so that it opens without a new page. */
export type RowFacts = {
  id: string;
  accountId: string;
  accountName: string;
  description: string;
  status: TransactionStatus;
  currency: string;
  minor: string;
  day: string;
  /** what the bank says of the row */
  bank: Fact[];
  /** how it came to us */
  origin: Fact[];
  /** the bank's balances around it, where they can count it */
  hasBalances: boolean;
  before: Stated | null;
  after: Stated | null;
  /** the verdict that counted the row, its address, and the one of all rows that it counted */
  interval: {
    state: 'proven' | 'waiting' | 'unexplained' | 'ambiguous' | 'empty';
    words: string;
    href: string;
    rows: string;
  } | null;
  /** why no verdict counts it, where none does */
  uncounted: string;
};

/** A bank's moment: with the hour when it gives one, else the day alone. */
function bankMoment(moment: Date, here: Here): string {
  if (isDateOnly(moment))
    return `${dayWords(moment.toISOString().slice(0, 10) as Parameters<typeof dayWords>[0], here.today)}, no hour given`;
  return momentWords(moment, here);
}

const statusWords: Record<TransactionStatus, string> = {
  posted: 'posted: it counts in the balance',
  pending: 'pending: not in the balance yet, and may change or vanish',
  void: 'void: the bank took it back, and it counts nowhere',
  unknown: 'in a state that Plumb does not know; it counts nowhere',
};

const pendingForGood = 'was pending when its account was disconnected; what became of it, the bank has not told';

const intervalWords = {
  proven:
    'It stands in a proven interval: with the other rows it makes up the difference of these balances, to the cent.',
  waiting: 'The interval it stands in is not confirmed yet: rows, or the next balance, are still to come.',
  unexplained: 'The interval it stands in does not add up.',
  ambiguous: 'The interval it stands in adds up, but so many of its rows have no hour that it might do so by chance.',
  empty: 'The balances around it lie too close together to prove anything.',
} as const;

function uncountedWords({ status, isForeign }: TransactionDetailView): string {
  if (status !== 'posted') return 'Only posted rows take part in the proof.';
  if (isForeign) return 'It is in another currency than its account, so the account’s balances say nothing of it.';
  return 'It does not stand between two of the bank’s balances yet, so nothing is proven about it.';
}

export function factsOf(row: TransactionDetailView, here: Here): RowFacts {
  const { firstRun, lastRun, anchorBefore, anchorAfter } = row;
  const stated = (anchor: typeof anchorBefore) =>
    anchor && { words: momentWords(anchor.asOf, here), minor: anchor.current.amountMinor.toString() };
  const wasChanged = lastRun && firstRun && lastRun.id !== firstRun.id;
  const runWords = (run: NonNullable<typeof firstRun>) =>
    `${momentWords(run.askedAt ?? run.startedAt, here)}, ${causeWords(run.cause)}`;
  return {
    id: row.id,
    accountId: row.accountId,
    accountName: row.accountName,
    description: row.description,
    status: row.status,
    currency: row.amount.currency,
    minor: row.amount.amountMinor.toString(),
    day: dayWords(row.day, here.today),
    bank: [
      { label: 'Bank', words: row.institutionName },
      { label: 'State', words: row.isLastWord && row.status === 'pending' ? pendingForGood : statusWords[row.status] },
      { label: 'Made', words: bankMoment(row.transactedAt, here) },
      ...(row.postedAt ? [{ label: 'Posted', words: bankMoment(row.postedAt, here) }] : []),
      ...(row.voidAt ? [{ label: 'Taken back', words: bankMoment(row.voidAt, here) }] : []),
      { label: 'Last changed by the bank', words: momentDayWords(row.bankUpdatedAt, here) },
      { label: 'The bank’s number', words: row.bankRef },
      ...(row.formerRefs.length > 0 ? [{ label: 'Earlier numbers', words: row.formerRefs.join(', ') }] : []),
    ],
    origin: [
      ...(firstRun ? [{ label: 'First read', words: runWords(firstRun) }] : []),
      ...(wasChanged ? [{ label: 'Changed by the reading of', words: runWords(lastRun) }] : []),
      { label: 'The bank’s refresh', words: row.refreshRef },
    ],
    hasBalances: row.status === 'posted' && !row.isForeign,
    before: stated(anchorBefore),
    after: stated(anchorAfter),
    interval: row.interval && {
      state: row.interval.state,
      words: intervalWords[row.interval.state],
      href: intervalHref(row.accountId, row.interval.id),
      rows: rowsHref({ accountIds: [row.accountId], status: 'posted', interval: row.interval.id }, row.amount.currency),
    },
    uncounted: uncountedWords(row),
  };
}
