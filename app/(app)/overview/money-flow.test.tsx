import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { CashFlowView, FlowView } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { MoneyFlow } from './money-flow.tsx';

const dollars = (amountMinor: bigint) => ({ amountMinor, currency: 'USD' });
const flow = (from: string, to: string, inMinor: bigint, outMinor: bigint): FlowView => ({
  from: day(from),
  to: day(to),
  in: dollars(inMinor),
  out: dollars(outMinor),
  rowCount: 2,
});

/** What stands below the figures of In and Out, without what opens from them. */
function against(view: Omit<CashFlowView, 'currency' | 'months'>): string[] {
  const html = renderToStaticMarkup(
    <MoneyFlow
      flow={{ ...view, currency: 'USD', months: [view.lastMonth, view.thisMonth] }}
      here={{ today: view.thisMonth.to, zone: 'UTC' }}
    />,
  );
  return [...html.matchAll(/((?:more|less) than|the same as|no rows) ([^<]*)<\/dd>/g)].map(
    ([, how, what]) => `${how} ${what}`,
  );
}

test('this month is compared with the same days of the last one, which needs no year', () => {
  expect(
    against({
      thisMonth: flow('2027-01-01', '2027-01-28', 500n, -500n),
      lastMonth: flow('2026-12-01', '2026-12-31', 900n, -900n),
      lastMonthToDate: flow('2026-12-01', '2026-12-28', 800n, -500n),
    }),
  ).toEqual(['less than in December to the 28th', 'the same as in December to the 28th']);
});

test('days without rows are named as what they are, though their month may have some later', () => {
  const lastMonthToDate = { ...flow('2026-10-01', '2026-10-20', 0n, 0n), rowCount: 0 };
  const words = 'no rows to compare with in October to the 20th';
  expect(
    against({
      thisMonth: flow('2026-11-01', '2026-11-20', 500n, -500n),
      lastMonth: flow('2026-10-01', '2026-10-31', 900n, -900n),
      lastMonthToDate,
    }),
  ).toEqual([words, words]);
});
