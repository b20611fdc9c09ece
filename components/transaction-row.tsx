import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Money } from '#lib/money/money.ts';
import { type Explain, Figure } from './figure.tsx';
import { Badge } from './ui/badge.tsx';
import { classNames } from './ui/class-names.ts';

export type TransactionRowProps = {
  id: string;
  description: string;
  status: 'pending' | 'posted' | 'void' | 'unknown';
  amount: Money;
  /** the row's own page or drawer */
  href: string;
  /** the account, the day: whatever the list around it does not say */
  beside?: ReactNode;
};

/** What stands on a row whose money has not moved. */
export function StatusBadge({ status }: { status: TransactionRowProps['status'] }) {
  if (status === 'posted') return null;
  return <Badge tone={status === 'pending' ? 'pending' : 'plain'}>{status}</Badge>;
}

/** The amount of one row of the bank. Pending and void amounts are marked as such beside it, and lighter. */
export function TransactionAmount({
  row,
  className,
  isPlain = false,
}: {
  row: Pick<TransactionRowProps, 'amount' | 'status' | 'href'>;
  className?: string;
  isPlain?: boolean;
}) {
  const explain: Explain = { kind: 'bankObject', href: row.href };
  return (
    <Figure
      amount={row.amount}
      explain={explain}
      look="flow"
      isPlain={isPlain}
      className={classNames(
        row.status === 'void' && 'line-through',
        row.status !== 'posted' && 'text-muted',
        className,
      )}
    />
  );
}

/** A row of the bank in a short list. */
export function TransactionRow({ row }: { row: TransactionRowProps }) {
  return (
    <li className="relative flex min-h-12 items-center justify-between gap-4 px-4 py-2 hover:bg-sunken/50 md:px-5">
      <span className="min-w-0">
        <Link
          href={row.href}
          prefetch={false}
          className={classNames(
            'block truncate after:absolute after:inset-0 hover:underline',
            row.status === 'pending' && 'text-muted',
          )}
        >
          {row.description}
        </Link>
        <span className="flex items-center gap-2 text-sm text-muted">
          <span className="truncate">{row.beside}</span>
          <StatusBadge status={row.status} />
        </span>
      </span>
      <TransactionAmount row={row} className="relative z-10 shrink-0" />
    </li>
  );
}
