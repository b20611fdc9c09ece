import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AccountView, DayMakeup } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { DayPanel } from './day-panel.tsx';

const account = { id: '7b1c5f0e-6c1f-4a39-9a52-0d8d5c8f4d11', currency: 'USD', coverageFrom: null };
const here = { today: day('2026-11-20'), zone: 'UTC' };
const quiet: DayMakeup = {
  day: day('2026-11-18'),
  beforeMinor: 9_500n,
  isFirst: false,
  inMinor: 300n,
  outMinor: -100n,
  rowCount: 2,
  driftMinor: 0n,
  endMinor: 9_700n,
};

function panel(makeup: DayMakeup | null) {
  // What stands there for browsers without script says the same once more.
  const html = renderToStaticMarkup(
    <DayPanel account={account as AccountView} day={quiet.day} makeup={makeup} here={here} />,
  ).replace(/<noscript>.*?<\/noscript>/g, '');
  const amounts = [...html.matchAll(/data-money="(-?\d+) USD (\w+)"/g)].map(([, minor = '', kind]) => [
    BigInt(minor),
    kind,
  ]);
  return { text: html.replace(/<[^>]*>/g, ' '), amounts };
}

test('a day follows the one before it, which is named within the line', () => {
  expect(panel({ ...quiet, day: day('2026-11-20') }).text).toContain('End of yesterday');
  expect(panel(quiet).text).toContain('End of Tue 17 Nov');
});

test('a day shows what adds up to its end', () => {
  expect(panel(quiet).amounts).toEqual([
    [9_500n, 'formula'],
    [300n, 'rows'],
    [-100n, 'rows'],
    [9_700n, 'formula'],
  ]);
  expect(panel(quiet).text).not.toContain('Not explained');
});

test('a day on which the bank says otherwise than its rows shows by how much', () => {
  const { text, amounts } = panel({ ...quiet, driftMinor: -700n, endMinor: 9_000n });
  expect(text).toContain('Not explained by rows');
  const [end, ...parts] = amounts.map(([minor]) => minor as bigint).reverse();
  expect(parts).toContain(-700n);
  expect(parts.reduce((sum, minor) => sum + minor, 0n)).toBe(end);
});

test('a day before all that is known says so', () => {
  expect(panel(null)).toMatchObject({ amounts: [] });
  expect(panel(null).text).toContain('is not known');
});
