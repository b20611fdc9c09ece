import { rowsHref } from '#app/_shared/rows-href.ts';
import { FlowChart } from '#components/charts/flow-chart.tsx';
import { Figure } from '#components/figure.tsx';
import { Card } from '#components/ui/card.tsx';
import type { CashFlowView, FlowView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { monthOf } from '#lib/dates/month.ts';
import { monthWords, shortDay } from '#lib/dates/words.ts';
import { subtract } from '#lib/money/money.ts';

/** The rows behind one direction of a flow. */
export function flowHref(flow: FlowView, direction: 'in' | 'out'): string {
  return rowsHref({ from: flow.from, to: flow.to, flow: direction, status: 'posted' }, flow.in.currency);
}

/** Money in and out this month, beside the same days of the last one. */
export function MoneyFlow({ flow, here }: { flow: CashFlowView; here: Here }) {
  const month = monthWords(monthOf(flow.thisMonth.from), here.today);
  const last = monthWords(monthOf(flow.lastMonth.from), here.today);
  return (
    <Card title={`Money in and out, ${month}`}>
      <dl className="mb-4 grid grid-cols-2 gap-4">
        {(['in', 'out'] as const).map((direction) => (
          <div key={direction}>
            <dt className="text-sm text-muted">{direction === 'in' ? 'In' : 'Out'}</dt>
            <dd className="text-xl font-semibold tracking-tight">
              <Figure
                amount={flow.thisMonth[direction]}
                explain={{ kind: 'rows', href: flowHref(flow.thisMonth, direction) }}
                look="flow"
                label={`${direction}, ${month}`}
              />
            </dd>
            <dd className="mt-0.5 text-sm text-muted">
              <Difference flow={flow} direction={direction} last={last} here={here} />
            </dd>
          </div>
        ))}
      </dl>
      <FlowChart months={flow.months} currency={flow.currency} today={here.today} rowsHref={flowHref} />
      <p className="mt-2 text-sm text-muted">
        Posted rows of all accounts. Money moved between your own accounts stands on both sides.
      </p>
    </Card>
  );
}

function Difference({
  flow,
  direction,
  last,
  here,
}: {
  flow: CashFlowView;
  direction: 'in' | 'out';
  last: string;
  here: Here;
}) {
  const then = flow.lastMonthToDate;
  if (then.rowCount === 0) return <>no rows in {last} to compare with</>;
  const difference = subtract(flow.thisMonth[direction], then[direction]);
  const size = {
    ...difference,
    amountMinor: difference.amountMinor < 0n ? -difference.amountMinor : difference.amountMinor,
  };
  const isMore = direction === 'in' ? difference.amountMinor > 0n : difference.amountMinor < 0n;
  if (size.amountMinor === 0n) return <>the same as {last}</>;
  return (
    <>
      <Figure
        amount={size}
        explain={{
          kind: 'formula',
          title: `Against ${last}, up to the same day`,
          parts: [
            {
              label: 'This month',
              amount: flow.thisMonth[direction],
              explain: { kind: 'rows', href: flowHref(flow.thisMonth, direction) },
            },
            {
              label: `${last}, to ${shortDay(then.to, here.today)}`,
              amount: then[direction],
              explain: { kind: 'rows', href: flowHref(then, direction) },
            },
          ],
          result: 'Difference',
        }}
        label="Difference"
      />{' '}
      {isMore ? 'more' : 'less'} than {last} to {shortDay(then.to, here.today)}
    </>
  );
}
