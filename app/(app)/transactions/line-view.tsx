import type { ReactNode } from 'react';
import { dayHref } from '#components/day-href.ts';
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

/** The columns of the list, for its head and its rows (`globals.css`). */
export function columns({ hasAccounts, hasRunning }: Pick<LineOptions, 'hasAccounts' | 'hasRunning'>): string {
  return classNames('ledger-columns', hasAccounts && 'has-accounts', hasRunning && 'has-running');
}

/** One line of the list; its height is fixed in `lines.ts`. */
export function LineView({ line, options }: { line: Line; options: LineOptions }) {
  if (line.kind === 'row') return <RowLine row={line.row} day={line.day} options={options} />;
  if (line.kind === 'day') return <DayHead day={line.day} href={options.dayHref(line.day.day)} />;
  return (
    <Head words="Pending">
      <span className="text-muted">{line.count === 1 ? '1 row' : `${line.count} rows`}, in no balance</span>
    </Head>
  );
}

function Head({ words, children }: { words: string; children: ReactNode }) {
  return (
    <div className="ledger-head">
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
          label={`${day.words}, total`}
        />
      ))}
    </Head>
  );
}

function RowLine({ row, day, options }: { row: WireRow; day: string | undefined; options: LineOptions }) {
  const { hasAccounts, hasRunning } = options;
  const href = options.rowHref(row.id);
  const amount = { amountMinor: BigInt(row.minor), currency: row.currency };
  const status = row.status === 'posted' ? null : row.status;
  // The head of the pending rows says the badge's word for the eyes, and no day.
  const isUnderPending = day !== undefined;
  const beside = [day, hasAccounts ? row.accountName : undefined].filter(Boolean).join(' · ');
  return (
    <div className={classNames('ledger-row', columns(options))}>
      <a
        href={href}
        data-row={row.id}
        className={classNames('ledger-text', status && 'text-muted', status === 'void' && 'line-through')}
      >
        {row.description}
      </a>
      {beside || status ? (
        <span className="ledger-beside">
          {beside ? <span className="truncate">{beside}</span> : null}
          {isUnderPending ? <span className="sr-only">pending</span> : <StatusBadge status={row.status} />}
        </span>
      ) : null}
      <TransactionAmount row={{ ...row, amount, href }} isPlain className="ledger-amount" />
      {hasRunning ? <Running row={row} /> : null}
    </div>
  );
}

/** The balance after the row: how it comes about stands on the account's page, under its day. */
function Running({ row }: { row: WireRow }) {
  if (row.running === null) return null;
  return (
    <Figure
      amount={{ amountMinor: BigInt(row.running), currency: row.currency }}
      explain={{ kind: 'formula', href: dayHref(`/accounts/${row.accountId}`, row.day) }}
      className="ledger-balance text-muted"
      label="Balance after it"
      isPlain
    />
  );
}
