import { X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { rowsHref } from '#app/_shared/rows-href.ts';
import { dayAnchor, dayHref } from '#components/day-href.ts';
import { type Explain, Figure, type FigurePart } from '#components/figure.tsx';
import { Card } from '#components/ui/card.tsx';
import type { AccountView, DayMakeup } from '#lib/accounts/view.ts';
import { addDays, type Day } from '#lib/dates/day.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { dayWithin, dayWords, shortDay } from '#lib/dates/words.ts';

type DayPanelProps = { account: AccountView; day: Day; makeup: DayMakeup | null; here: Here };

/**
 * What one day's balance is made of: the end of the day before, what moved, and what no row explains. Where a point of the
 * chart leads.
 */
export function DayPanel({ account, day, makeup, here }: DayPanelProps) {
  return (
    <Card
      id={dayAnchor}
      tabIndex={-1}
      className="reached-place"
      title={dayWords(day, here.today)}
      action={
        <Link
          href={`/accounts/${account.id}`}
          scroll={false}
          aria-label="Close the day"
          className="inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden className="size-5" strokeWidth={1.75} />
        </Link>
      }
    >
      {makeup ? (
        <Makeup account={account} makeup={makeup} here={here} />
      ) : (
        <p className="text-muted">
          The balance of that day is not known
          {account.coverageFrom ? `: the bank’s rows begin on ${shortDay(account.coverageFrom, here.today)}` : ''}.
        </p>
      )}
    </Card>
  );
}

type Part = FigurePart & { explain: Explain };

/** What adds up to the end of the day, line by line. */
function partsOf({ account, makeup, here }: Omit<DayPanelProps, 'day' | 'makeup'> & { makeup: DayMakeup }): Part[] {
  const { day, beforeMinor, isFirst, inMinor, outMinor, driftMinor } = makeup;
  const yesterday = addDays(day, -1);
  const part = (label: string, amountMinor: bigint, explain: Explain): Part => ({
    label,
    amount: { amountMinor, currency: account.currency },
    explain,
  });
  const rows = (flow: 'in' | 'out') =>
    rowsHref({ accountIds: [account.id], from: day, to: day, flow, status: 'posted' }, account.currency);
  return [
    isFirst
      ? part('Before it, counted back', beforeMinor, { kind: 'formula', href: '#proof' })
      : part(`End of ${dayWithin(yesterday, here.today)}`, beforeMinor, {
          kind: 'formula',
          href: dayHref(`/accounts/${account.id}`, yesterday),
        }),
    part('In', inMinor, { kind: 'rows', href: rows('in') }),
    part('Out', outMinor, { kind: 'rows', href: rows('out') }),
    ...(driftMinor === 0n ? [] : [part('Not explained by rows', driftMinor, { kind: 'formula', href: '#proof' })]),
  ];
}

function Makeup({ account, makeup, here }: { account: AccountView; makeup: DayMakeup; here: Here }) {
  const { rowCount, driftMinor, endMinor } = makeup;
  const [before, ...moved] = partsOf({ account, makeup, here });
  if (!before) return null;
  return (
    <dl className="grid max-w-md gap-1.5">
      <Line label={before.label}>
        <Figure amount={before.amount} explain={before.explain} label="Before" />
      </Line>
      {moved.map(({ label, amount, explain }) => (
        <Line key={label} label={label}>
          <Figure amount={amount} look="flow" explain={explain} label={label} />
        </Line>
      ))}
      <div className="flex items-baseline justify-between gap-6 border-t border-line pt-1.5 font-medium">
        <dt>End of the day</dt>
        <dd>
          <Figure
            amount={{ amountMinor: endMinor, currency: account.currency }}
            explain={{ kind: 'formula', title: 'End of the day', parts: [before, ...moved] }}
            label="End of the day"
          />
        </dd>
      </div>
      <div className="mt-1 text-sm text-muted">
        <dt className="sr-only">Rows</dt>
        <dd>
          {rowCount === 1 ? '1 posted row' : `${rowCount} posted rows`}.{' '}
          {driftMinor === 0n
            ? 'Counted from the balances the bank stated and the rows between them.'
            : 'The rows since the bank’s balance before do not make up the balance of this day. The difference stands here, where the bank spoke again.'}
        </dd>
      </div>
    </dl>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-6">
      <dt className="text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
