import { describe, expect, it } from 'vitest';
import { day } from '#lib/dates/day.ts';
import { linesOf, nextRow } from './lines.ts';
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

  it('let a row that stands under no day say its own', () => {
    const lines = linesOf([page([row('p', '2026-11-20', 'pending'), row('a', '2026-11-19')])]);
    const said = lines.flatMap((line) => (line.kind === 'row' ? [[line.key, line.day]] : []));
    expect(said).toEqual([
      ['p', '2026-11-20'],
      ['a', undefined],
    ]);
  });

  it('put pending rows under their days when the list is of nothing else', () => {
    expect(keys([page([row('p', '2026-11-20', 'pending')])], true)).toEqual(['2026-11-20', 'p']);
  });

  it('hold every row exactly once', () => {
    const pages = [page([row('p', '2026-11-20', 'pending'), row('a', '2026-11-20')]), page([row('b', '2026-11-20')])];
    expect(linesOf(pages).flatMap((line) => (line.kind === 'row' ? [line.row.id] : []))).toEqual(['p', 'a', 'b']);
  });
});

describe('a step by key', () => {
  const lines = linesOf([page([row('a', '2026-11-20'), row('b', '2026-11-20'), row('c', '2026-11-19')])]);
  const to = (at: string | null, step: 1 | -1, top = 0) => {
    const index = nextRow(lines, at === null ? null : lines.findIndex((line) => line.key === at), step, top);
    return index === null ? null : lines[index]?.key;
  };

  it('goes from row to row, over the heads of days, and stays at either end', () => {
    expect([to('a', 1), to('b', 1), to('c', 1)]).toEqual(['b', 'c', 'c']);
    expect([to('c', -1), to('b', -1), to('a', -1)]).toEqual(['b', 'a', 'a']);
    expect(to('2026-11-19', 1)).toBe('c');
  });

  it('begins with the first row in sight, and not at the top, when one is at none', () => {
    expect([to(null, 1), to(null, 1, 2), to(null, -1, 2), to(null, 1, 3), to(null, 1, 99)]).toEqual([
      'a',
      'b',
      'b',
      'c',
      'c',
    ]);
    expect(nextRow([], null, 1, 0)).toBeNull();
  });
});
