import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { NetWorthPoint } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { NetWorth } from './net-worth.tsx';

const here = { today: day('2026-11-20'), zone: 'UTC' };
const dollars = (amountMinor: bigint) => ({ amountMinor, currency: 'USD' });
const point = (on: string, debtsMinor: bigint): NetWorthPoint => ({
  day: day(on),
  assetsMinor: 90_000n,
  debtsMinor,
  missing: 0,
});

function shown(before: bigint, now: bigint, end = now): string {
  const worth = {
    currency: 'USD',
    assets: dollars(90_000n),
    debts: dollars(now),
    net: dollars(90_000n + now),
    parts: [],
    series: [point('2026-11-19', before), point('2026-11-20', end)],
    change: null,
  };
  return renderToStaticMarkup(<NetWorth worth={worth} here={here} isOnly soFar={null} />);
}

test('who owes nothing, and owed nothing in the time that is drawn, reads nothing of debts', () => {
  expect(shown(0n, 0n)).not.toContain('Debts');
  expect(shown(0n, -5_000n)).toContain('Debts');
  expect(shown(-5_000n, 0n), 'what is drawn has its words').toContain('Debts');
});

test('what stands after the newest balances is told beside them, where anything does', () => {
  expect(shown(-5_000n, -5_000n)).not.toContain('by rows that stand after');
  const html = shown(-5_000n, -5_000n, -7_747n);
  expect(html).toContain('by rows that stand after these balances');
  expect(html).toContain('data-money="-2747 USD formula"');
});
