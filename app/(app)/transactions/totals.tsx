import { rowsHref } from '#app/_shared/rows-href.ts';
import { Figure } from '#components/figure.tsx';
import type { TransactionFilter } from '#lib/ledger/filter.ts';
import type { FilterTotal } from '#lib/ledger/view.ts';

/** What all rows of the filter add up to, over all pages; pending ones apart. */
export function Totals({
  totals,
  filter,
  currency,
}: {
  totals: readonly FilterTotal[];
  filter: TransactionFilter;
  currency: string;
}) {
  const counts = totals.reduce(
    (sum, total) => ({ posted: sum.posted + total.postedCount, pending: sum.pending + total.pendingCount }),
    { posted: 0, pending: 0 },
  );
  const href = (change: Partial<TransactionFilter>) => rowsHref({ ...filter, status: 'posted', ...change }, currency);
  return (
    <div className="mb-3 flex flex-wrap items-baseline gap-x-6 gap-y-1 text-sm">
      <p role="status" className="text-muted">
        {countWords(counts.posted, counts.pending, filter.status)}
      </p>
      {filter.status === 'void'
        ? null
        : totals.map((total) => (
            <dl key={total.currency} className="flex flex-wrap gap-x-5 gap-y-1">
              {filter.status === 'pending' ? (
                <Sum label="Pending" amount={total.pendingTotal} href={href({ status: 'pending' })} />
              ) : (
                <>
                  {filter.flow === null ? <Sum label="In" amount={total.in} href={href({ flow: 'in' })} /> : null}
                  {filter.flow === null ? <Sum label="Out" amount={total.out} href={href({ flow: 'out' })} /> : null}
                  <Sum
                    label={filter.flow === null ? 'Net' : filter.flow === 'in' ? 'In' : 'Out'}
                    amount={total.net}
                    href={href({})}
                  />
                </>
              )}
            </dl>
          ))}
    </div>
  );
}

function Sum({ label, amount, href }: { label: string; amount: FilterTotal['net']; href: string }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-muted">{label}</dt>
      <dd className="font-medium">
        <Figure amount={amount} look="flow" explain={{ kind: 'rows', href }} />
      </dd>
    </div>
  );
}

function countWords(posted: number, pending: number, status: TransactionFilter['status']): string {
  const rows = (count: number, what: string) =>
    `${count.toLocaleString('en-US')} ${what} ${count === 1 ? 'row' : 'rows'}`;
  if (status === 'pending') return rows(pending, 'pending');
  if (status === 'void') return 'Void rows count nowhere.';
  return pending > 0 && status === null
    ? `${rows(posted, 'posted')}, ${pending.toLocaleString('en-US')} pending`
    : rows(posted, 'posted');
}
