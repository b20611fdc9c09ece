import { hasDebts, NetWorthChart } from '#components/charts/net-worth-chart.tsx';
import { dayHref } from '#components/day-href.ts';
import { Figure } from '#components/figure.tsx';
import { netWorthExplain, sideExplain } from '#components/net-worth-figure.tsx';
import { RowsAfter } from '#components/rows-after.tsx';
import { Card } from '#components/ui/card.tsx';
import type { NetWorthView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { shortDay } from '#lib/dates/words.ts';

/** Net worth of one currency: the number, what it compares with, what it is made of, and how it came here. */
export function NetWorth({
  worth,
  here,
  isOnly,
  soFar,
}: {
  worth: NetWorthView;
  here: Here;
  isOnly: boolean;
  /** of how many accounts it is the sum, while some have no balance yet */
  soFar: string | null;
}) {
  const { change } = worth;
  return (
    <Card title={isOnly ? 'Net worth' : `Net worth in ${worth.currency}`}>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-x-8 gap-y-2">
        <div>
          <p className="text-3xl font-semibold tracking-tight md:text-4xl">
            <Figure amount={worth.net} explain={netWorthExplain(worth, here)} label="Net worth" />
          </p>
          {soFar ? <p className="mt-1 text-sm font-medium text-stale">{soFar}</p> : null}
          <RowsAfter
            of="several"
            endMinor={endOf(worth)}
            newest={{
              label: 'The newest balances',
              amount: worth.net,
              explain: { kind: 'formula', href: '/accounts' },
            }}
            todayHref={dayHref('/accounts', here.today)}
          />
          {change ? (
            <p className="mt-1 text-sm text-muted">
              <Figure
                amount={change.amount}
                look="flow"
                className="font-medium"
                label="Change"
                explain={{
                  kind: 'formula',
                  title: `Change since ${shortDay(change.since, here.today)}`,
                  parts: [
                    { label: 'Now', amount: worth.net, explain: { kind: 'formula', href: '/accounts' } },
                    {
                      label: shortDay(change.since, here.today),
                      amount: change.before,
                      explain: { kind: 'formula', href: dayHref('/accounts', change.since) },
                    },
                  ],
                  result: 'Difference',
                }}
              />{' '}
              since {shortDay(change.since, here.today)}
            </p>
          ) : null}
        </div>
        <dl className="flex gap-6 text-sm">
          <div>
            <dt className="flex items-center gap-1.5 text-muted">
              <span aria-hidden className="size-2 rounded-full bg-accent" />
              Assets
            </dt>
            <dd className="text-base font-medium">
              <Figure amount={worth.assets} explain={sideExplain(worth, 'assets', here)} label="Assets" />
            </dd>
          </div>
          {hasDebts(worth.series) || worth.debts.amountMinor !== 0n ? (
            <div>
              <dt className="flex items-center gap-1.5 text-muted">
                <span aria-hidden className="size-2 rounded-full bg-debt" />
                Debts
              </dt>
              <dd className="text-base font-medium">
                <Figure amount={worth.debts} explain={sideExplain(worth, 'debts', here)} label="Debts" />
              </dd>
            </div>
          ) : null}
        </dl>
      </div>
      <NetWorthChart series={worth.series} currency={worth.currency} today={here.today} />
    </Card>
  );
}

/** How today ends, where that is known of every account. */
function endOf({ series }: NetWorthView): bigint | null {
  const end = series.at(-1);
  return end && end.missing === 0 ? end.assetsMinor + end.debtsMinor : null;
}
