import Link from 'next/link';
import { rowsHref } from '#app/_shared/rows-href.ts';
import { TransactionRow } from '#components/transaction-row.tsx';
import { Card } from '#components/ui/card.tsx';
import type { AccountView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { dayWords } from '#lib/dates/words.ts';
import type { TransactionView } from '#lib/ledger/view.ts';
import { coverageWords } from '../sync-words.ts';

/** The account's newest rows, and how many there are and how far they go back. */
export function LatestRows({
  account,
  rows,
  here,
}: {
  account: AccountView;
  rows: readonly TransactionView[];
  here: Here;
}) {
  const href = rowsHref({ accountIds: [account.id] }, account.currency);
  return (
    <Card
      title="Transactions"
      flush
      action={
        <Link
          href={href}
          className="inline-flex min-h-11 items-center text-sm text-muted underline decoration-line-strong underline-offset-4 hover:text-ink md:min-h-8"
        >
          All of them
        </Link>
      }
    >
      <p className="px-4 pb-2 text-sm text-muted md:px-5">{coverageWords(account, account.coverageFrom, here)}</p>
      <ul className="divide-y divide-line border-t border-line">
        {rows.map((row) => (
          <TransactionRow
            key={row.id}
            row={{ ...row, href: `${href}&row=${row.id}`, beside: dayWords(row.day, here.today) }}
          />
        ))}
      </ul>
    </Card>
  );
}
