import { X } from 'lucide-react';
import Link from 'next/link';
import { dayAnchor, dayHref } from '#components/day-href.ts';
import { Figure } from '#components/figure.tsx';
import { Card } from '#components/ui/card.tsx';
import type { BalancesOnDayView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { dayWithin } from '#lib/dates/words.ts';
import { totals } from '#lib/money/money.ts';

/** What the accounts of the net worth held at the end of one past day: where a point of its chart leads. */
export function BalancesOnDay({ view, here }: { view: BalancesOnDayView; here: Here }) {
  const href = (accountId: string) => dayHref(`/accounts/${accountId}`, view.day);
  const known = view.accounts.flatMap(({ end, ...account }) => (end ? [{ ...account, end }] : []));
  const unknown = view.accounts.filter((account) => account.end === null);
  return (
    <Card
      id={dayAnchor}
      tabIndex={-1}
      className="reached-place"
      title={`At the end of ${dayWithin(view.day, here.today)}`}
      action={
        <Link
          href="/accounts"
          aria-label="Back to now"
          className="inline-flex size-11 items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink"
        >
          <X aria-hidden className="size-5" strokeWidth={1.75} />
        </Link>
      }
    >
      <ul className="grid grid-cols-1 gap-1.5">
        {known.map((account) => (
          <li key={account.accountId} className="flex items-baseline justify-between gap-4">
            <span className="min-w-0 truncate text-muted">{account.name}</span>
            <Figure
              amount={account.end}
              explain={{ kind: 'formula', href: href(account.accountId) }}
              label={account.name}
            />
          </li>
        ))}
        {totals(known.map(({ end }) => end)).map((sum) => (
          <li
            key={sum.currency}
            className="flex items-baseline justify-between gap-4 border-t border-line pt-1.5 font-medium"
          >
            <span>{unknown.length > 0 ? 'Together, as far as known' : 'Net worth'}</span>
            <Figure
              amount={sum}
              label="Together"
              explain={{
                kind: 'formula',
                title: `At the end of ${dayWithin(view.day, here.today)}`,
                parts: known
                  .filter(({ end }) => end.currency === sum.currency)
                  .map((account) => ({
                    label: account.name,
                    amount: account.end,
                    explain: { kind: 'formula', href: href(account.accountId) },
                  })),
              }}
            />
          </li>
        ))}
      </ul>
      {unknown.length > 0 ? (
        <p className="mt-2 text-sm text-muted">
          Not known that day: {unknown.map((account) => account.name).join(', ')}.
        </p>
      ) : null}
    </Card>
  );
}
