import type { ReactNode } from 'react';
import { Figure } from '#components/figure.tsx';
import { StatusBadge, TransactionAmount } from '#components/transaction-row.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { Line } from './lines.ts';
import type { WireDay, WireRow } from './wire.ts';

export type LineOptions = {
  hasAccounts: boolean;
  hasRunning: boolean;
  /** the address of the list with a row's drawer open */
  rowHref: (id: string) => string;
  /** the address of the posted rows of one day under the same filter */
  dayHref: (day: string) => string;
};

/** The columns of the list, for its head and its rows. */
export function columns({ hasAccounts, hasRunning }: Pick<LineOptions, 'hasAccounts' | 'hasRunning'>): string {
  if (hasAccounts) return 'md:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_8rem]';
  return hasRunning
    ? 'grid-cols-[minmax(0,1fr)_auto] md:grid-cols-[minmax(0,1fr)_8rem_9rem]'
    : 'md:grid-cols-[minmax(0,1fr)_8rem]';
}

/** One line of the list; its height is fixed in `lines.ts`. */
export function LineView({ line, options }: { line: Line; options: LineOptions }) {
  if (line.kind === 'row') return <RowLine row={line.row} options={options} />;
  if (line.kind === 'day') return <DayHead day={line.day} href={options.dayHref(line.day.day)} />;
  return (
    <Head words="Pending">
      <span className="text-muted">{line.count === 1 ? '1 row' : `${line.count} rows`}, in no balance yet</span>
    </Head>
  );
}

function Head({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div className="flex h-10 items-center justify-between gap-4 border-b border-line bg-sunken px-4 text-sm md:px-5">
      <span className="font-medium">{words}</span>
      <span className="flex gap-4">{children}</span>
    </div>
  );
}

function DayHead({ day, href }: { day: WireDay; href: string }) {
  return (
    <Head words={day.words}>
      {day.totals.map((total) => (
        <Figure
          key={total.currency}
          amount={{ amountMinor: BigInt(total.minor), currency: total.currency }}
          explain={{ kind: 'rows', href }}
          look="flow"
          className="text-muted"
          label={`Total of ${day.words}`}
        />
      ))}
    </Head>
  );
}

function RowLine({ row, options }: { row: WireRow; options: LineOptions }) {
  const { hasAccounts, hasRunning } = options;
  const href = options.rowHref(row.id);
  const amount = { amountMinor: BigInt(row.minor), currency: row.currency };
  return (
    <div
      className={classNames(
        'relative grid h-[62px] grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line bg-raised px-4 has-[a:focus-visible]:bg-accent-soft has-[a:hover]:bg-sunken/60 md:h-11 md:px-5',
        columns(options),
      )}
    >
      <span className="min-w-0">
        <span className="flex min-w-0 items-center gap-2">
          <a
            href={href}
            data-row={row.id}
            className={classNames(
              'truncate after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent',
              row.status === 'pending' && 'text-muted',
              row.status === 'void' && 'line-through',
            )}
          >
            {row.description}
          </a>
          <span className="max-md:hidden">
            <StatusBadge status={row.status} />
          </span>
        </span>
        {hasAccounts || row.status !== 'posted' ? (
          <span className="flex items-center gap-2 text-sm text-muted md:hidden">
            {hasAccounts ? <span className="truncate">{row.accountName}</span> : null}
            <StatusBadge status={row.status} />
          </span>
        ) : null}
      </span>
      {hasAccounts ? <span className="hidden truncate text-sm text-muted md:block">{row.accountName}</span> : null}
      <span className="flex flex-col items-end">
        <TransactionAmount
          row={{ amount, status: row.status, href, description: row.description }}
          className="relative z-10"
        />
        {hasRunning ? (
          <span className="text-sm text-muted md:hidden">
            <Running row={row} />
          </span>
        ) : null}
      </span>
      {hasRunning ? (
        <span className="hidden text-right text-muted md:block">
          <Running row={row} />
        </span>
      ) : null}
    </div>
  );
}

/** The balance after the row: how it comes about stands on the account's page, under its day. */
function Running({ row }: { row: WireRow }) {
  if (row.running === null) return null;
  return (
    <Figure
      amount={{ amountMinor: BigInt(row.running), currency: row.currency }}
      explain={{ kind: 'formula', href: `/accounts/${row.accountId}?day=${row.day}` }}
      className="relative z-10"
      label="Balance after it"
    />
  );
}
