import { X } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { rowsHref } from '#app/_shared/rows-href.ts';
import { Figure } from '#components/figure.tsx';
import { Card } from '#components/ui/card.tsx';
import type { AccountView } from '#lib/accounts/view.ts';
import { addDays, type Day } from '#lib/dates/day.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { dayWords } from '#lib/dates/words.ts';

/** What one day's balance is made of: the end of the day before, and what moved. Where a point of the chart leads. */
export function DayPanel({ account, day, here }: { account: AccountView; day: Day; here: Here }) {
  const index = account.days.findIndex((one) => one.day === day);
  const at = account.days[index];
  const before = account.days[index - 1];
  const money = (amountMinor: bigint) => ({ amountMinor, currency: account.currency });
  const yesterday = addDays(day, -1);
  const rows = (flow: 'in' | 'out') =>
    rowsHref({ accountIds: [account.id], from: day, to: day, flow, status: 'posted' }, account.currency);
  return (
    <Card
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
      {at && at.endMinor !== null ? (
        <dl className="grid max-w-md gap-1.5">
          {before && before.endMinor !== null ? (
            <Line label={`End of ${dayWords(yesterday, here.today)}`}>
              <Figure
                amount={money(before.endMinor)}
                explain={{ kind: 'formula', href: `/accounts/${account.id}?day=${yesterday}` }}
                label="Before"
              />
            </Line>
          ) : null}
          <Line label="In">
            <Figure amount={money(at.inMinor)} look="flow" explain={{ kind: 'rows', href: rows('in') }} label="In" />
          </Line>
          <Line label="Out">
            <Figure amount={money(at.outMinor)} look="flow" explain={{ kind: 'rows', href: rows('out') }} label="Out" />
          </Line>
          <div className="flex items-baseline justify-between gap-6 border-t border-line pt-1.5 font-medium">
            <dt>End of the day</dt>
            <dd>
              <Figure
                amount={money(at.endMinor)}
                explain={{ kind: 'formula', href: `/accounts/${account.id}?day=${day}` }}
                label="End of the day"
              />
            </dd>
          </div>
          <div className="mt-1 text-sm text-muted">
            <dt className="sr-only">Rows</dt>
            <dd>
              {at.rowCount === 1 ? '1 posted row' : `${at.rowCount} posted rows`}. Counted from the balances the bank
              stated and the rows between them.
            </dd>
          </div>
        </dl>
      ) : (
        <p className="text-muted">
          The balance of that day is not known
          {account.coverageFrom ? `: the bank’s rows begin on ${dayWords(account.coverageFrom, here.today)}` : ''}.
        </p>
      )}
    </Card>
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
