import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test, vi } from 'vitest';
import { everything } from '#lib/ledger/filter.ts';
import type { FilterTotal } from '#lib/ledger/view.ts';
import { setTestSettings } from '#lib/test-settings.ts';
import { LaterTotals } from './later-totals.tsx';

beforeAll(() => setTestSettings({ LOG_LEVEL: 'error' }));

const dollars = (amountMinor: bigint) => ({ amountMinor, currency: 'USD' });
const total: FilterTotal = {
  currency: 'USD',
  in: dollars(300n),
  out: dollars(-100n),
  net: dollars(200n),
  postedCount: 2,
  pendingTotal: dollars(0n),
  pendingCount: 0,
};

async function shown(totals: Promise<readonly FilterTotal[]>) {
  return renderToStaticMarkup(await LaterTotals({ totals, filter: everything, currency: 'USD' }));
}

test('totals that come after the list are shown', async () => {
  expect(await shown(Promise.resolve([total]))).toContain('2 posted rows');
});

test('totals that could not be added up are told under the number of their log line, and not why', async () => {
  const lines: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const html = await shown(Promise.reject(new Error('the database went away'))).finally(() => written.mockRestore());
  const number = /quote the number (\S+)\./.exec(html)?.[1] ?? 'no number';
  expect(html).toContain('could not be added up');
  expect(html).not.toContain('database');
  const logged = lines.find((line) => line.includes(number));
  expect(logged).toContain('the database went away');
});
