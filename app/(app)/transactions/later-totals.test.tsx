import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test, vi } from 'vitest';
import { forgetEnv } from '#lib/env.ts';
import { everything } from '#lib/ledger/filter.ts';
import type { FilterTotal } from '#lib/ledger/view.ts';
import { LaterTotals } from './later-totals.tsx';

beforeAll(() => {
  Object.assign(process.env, {
    DATABASE_URL: 'postgresql://127.0.0.1:9/none',
    AUTH_SECRET: 'only-for-tests-only-for-tests-only-for-tests',
    DATA_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    SMTP_URL: 'smtp://127.0.0.1:9',
    STRIPE_SECRET_KEY: 'sk_test_unit',
    STRIPE_PUBLISHABLE_KEY: 'pk_test_unit',
    STRIPE_WEBHOOK_SECRET: 'whsec_test',
  });
  forgetEnv();
});

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
