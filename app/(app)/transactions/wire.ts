import type { Day } from '#lib/dates/day.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { dayWords } from '#lib/dates/words.ts';
import type { TransactionPageView, TransactionStatus } from '#lib/ledger/view.ts';

// A page of rows as it travels to the browser: JSON has no bigint and the browser gets no calendar, so amounts go as
// decimal digits and days with their words.

export type WireRow = {
  id: string;
  accountId: string;
  accountName: string;
  day: Day;
  description: string;
  status: TransactionStatus;
  currency: string;
  minor: string;
  running: string | null;
};

export type WireDay = { day: Day; words: string; totals: { currency: string; minor: string }[] };

export type WirePage = { rows: WireRow[]; days: WireDay[]; next: string | null };

export function toWire(page: TransactionPageView, here: Here): WirePage {
  const days = [...new Set(page.rows.map((row) => row.day))];
  return {
    rows: page.rows.map(({ amount, runningMinor, ...row }) => ({
      ...row,
      currency: amount.currency,
      minor: amount.amountMinor.toString(),
      running: runningMinor?.toString() ?? null,
    })),
    days: days.map((day) => ({
      day,
      words: dayWords(day, here.today),
      totals: page.dayTotals
        .filter((total) => total.day === day)
        .map(({ total }) => ({ currency: total.currency, minor: total.amountMinor.toString() })),
    })),
    next: page.next,
  };
}
