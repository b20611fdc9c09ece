import { describe, expect, it } from 'vitest';
import { day } from '#lib/dates/day.ts';
import { linesOf } from './lines.ts';
import type { WirePage, WireRow } from './wire.ts';

const row = (id: string, on: string, status: WireRow['status'] = 'posted'): WireRow => ({
  id,
  accountId: 'a',
  accountName: 'Checking',
  day: day(on),
  description: id,
  status,
  currency: 'USD',
  minor: '-100',
  running: null,
});
const page = (rows: WireRow[]): WirePage => ({
  rows,
  days: [...new Set(rows.map((one) => one.day))].map((on) => ({ day: on, words: on, totals: [] })),
  next: null,
});
const keys = (pages: WirePage[], isPendingOnly = false) => linesOf(pages, isPendingOnly).map((line) => line.key);

describe('the lines of the list', () => {
  it('give a day that two pages share one head', () => {
    const pages = [page([row('a', '2026-11-20'), row('b', '2026-11-19')]), page([row('c', '2026-11-19')])];
    expect(keys(pages)).toEqual(['2026-11-20', 'a', '2026-11-19', 'b', 'c']);
  });

  it('put pending rows first, under a head of their own, and into no day', () => {
    const pages = [page([row('p', '2026-11-20', 'pending'), row('a', '2026-11-19')])];
    expect(keys(pages)).toEqual(['pending', 'p', '2026-11-19', 'a']);
  });

  it('put pending rows under their days when the list is of nothing else', () => {
    expect(keys([page([row('p', '2026-11-20', 'pending')])], true)).toEqual(['2026-11-20', 'p']);
  });

  it('hold every row exactly once', () => {
    const pages = [page([row('p', '2026-11-20', 'pending'), row('a', '2026-11-20')]), page([row('b', '2026-11-20')])];
    expect(linesOf(pages).flatMap((line) => (line.kind === 'row' ? [line.row.id] : []))).toEqual(['p', 'a', 'b']);
  });
});
