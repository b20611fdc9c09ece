import { rowsHref } from '#app/_shared/rows-href.ts';
import { anchorExplain, BalanceFigure } from '#components/balance-figure.tsx';
import { BalanceChart } from '#components/charts/balance-chart.tsx';
import { dayHref } from '#components/day-href.ts';
import { Figure } from '#components/figure.tsx';
import { ProofMark } from '#components/proof-mark.tsx';
import { proofReason } from '#components/proof-words.ts';
import { RowsAfter } from '#components/rows-after.tsx';
import { Card } from '#components/ui/card.tsx';
import type { AccountView } from '#lib/accounts/view.ts';
import { atWords, type Here, momentWords } from '#lib/dates/moment-words.ts';

/** The bank's newest balance, how old it is, whether it is proven and why, and how it came here. */
export function BalanceCard({ account, here }: { account: AccountView; here: Here }) {
  const { balance, pending } = account;
  return (
    <Card>
      <div className="mb-5 flex flex-wrap items-start justify-between gap-x-10 gap-y-4">
        <div>
          <p className="text-sm text-muted">{account.kind === 'credit' ? 'Balance (negative is owed)' : 'Balance'}</p>
          <p className="text-3xl font-semibold tracking-tight md:text-4xl">
            <BalanceFigure account={account} here={here} />
          </p>
          <p className="mt-1 text-sm text-muted">
            {balance ? `as of ${momentWords(balance.asOf, here)}` : 'asked for, not here yet'}
          </p>
          {balance ? (
            <RowsAfter
              of="one"
              endMinor={account.days.at(-1)?.endMinor ?? null}
              newest={{
                label: `The balance of ${momentWords(balance.asOf, here)}`,
                amount: balance.current,
                explain: anchorExplain(account, balance, here),
              }}
              todayHref={dayHref(`/accounts/${account.id}`, here.today)}
            />
          ) : null}
        </div>
        <div className="max-w-sm">
          <ProofMark account={account} here={here} size="large" />
          <p className="mt-1 text-sm text-muted">
            {proofReason(account, here)}{' '}
            {account.intervals.length > 0 ? (
              <a
                href="#proof"
                className="font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-ink"
              >
                Intervals
              </a>
            ) : null}
          </p>
        </div>
        <dl className="grid gap-2 text-sm">
          {balance?.available ? (
            <div>
              <dt className="text-muted">Available</dt>
              <dd className="font-medium">
                <Figure
                  amount={balance.available}
                  label="Available"
                  explain={{
                    kind: 'anchor',
                    account: account.name,
                    href: '#proof',
                    asOf: momentWords(balance.asOf, here),
                    askedAt: atWords(balance.askedAt, here),
                  }}
                />
              </dd>
            </div>
          ) : null}
          {pending.map(({ count, total }) => (
            <div key={total.currency}>
              <dt className="text-muted">
                {count === 1 ? '1 pending row' : `${count} pending rows`}, not in the balance
                {account.status === 'disconnected'
                  ? `: what became of ${count === 1 ? 'it' : 'them'}, the bank has not told`
                  : null}
              </dt>
              <dd className="font-medium">
                <Figure
                  amount={total}
                  look="flow"
                  label="Pending"
                  explain={{
                    kind: 'rows',
                    href: rowsHref({ accountIds: [account.id], status: 'pending' }, account.currency),
                  }}
                />
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <BalanceChart account={account} today={here.today} />
    </Card>
  );
}
