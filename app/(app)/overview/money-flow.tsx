import { rowsHref } from '#app/_shared/rows-href.ts';
import { FlowChart } from '#components/charts/flow-chart.tsx';
import { Figure } from '#components/figure.tsx';
import { Card } from '#components/ui/card.tsx';
import type { CashFlowView, FlowView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { monthOf } from '#lib/dates/month.ts';
import { dateWords, monthWords } from '#lib/dates/words.ts';
import { subtract } from '#lib/money/money.ts';

/** The rows behind one direction of a flow. */
function flowHref(flow: FlowView, direction: 'in' | 'out'): string {
  return rowsHref({ from: flow.from, to: flow.to, flow: direction, status: 'posted' }, flow.in.currency);
}

/** Money in and out this month, beside the same days of the last one. */
export function MoneyFlow({ flow, here }: { flow: CashFlowView; here: Here }) {
  const month = monthWords(monthOf(flow.thisMonth.from), here.today);
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
              <Difference flow={flow} direction={direction} />
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

function Difference({ flow, direction }: { flow: CashFlowView; direction: 'in' | 'out' }) {
  const then = flow.lastMonthToDate;
  // The month before this one: nobody takes it for that of another year, in January neither.
  const last = monthWords(monthOf(then.from), then.from);
  const until = `${last} to ${dateWords(then.to)}`;
  if (then.rowCount === 0) return <>no rows to compare with in {until}</>;
  const difference = subtract(flow.thisMonth[direction], then[direction]);
  const size = {
    ...difference,
    amountMinor: difference.amountMinor < 0n ? -difference.amountMinor : difference.amountMinor,
  };
  const isMore = direction === 'in' ? difference.amountMinor > 0n : difference.amountMinor < 0n;
  if (size.amountMinor === 0n) return <>the same as in {until}</>;
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
              label: until,
              amount: then[direction],
              explain: { kind: 'rows', href: flowHref(then, direction) },
            },
          ],
          result: 'Difference',
        }}
        label="Difference"
      />{' '}
      {isMore ? 'more' : 'less'} than in {until}
    </>
  );
}
