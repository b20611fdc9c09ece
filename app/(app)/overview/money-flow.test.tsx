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
  return [...html.matchAll(/((?:more|less) than|the same as) ([^<]*)<\/dd>/g)].map(([, how, what]) => `${how} ${what}`);
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
