'use client';

import { type CSSProperties, useMemo, useRef } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { RowFacts } from './facts.ts';
import { columns, type LineOptions, LineView } from './line-view.tsx';
import { type Line, linesOf } from './lines.ts';
import { RowDrawer } from './row-drawer.client.tsx';
import { useOpenRow } from './use-open-row.client.ts';
import { usePages } from './use-pages.client.ts';
import { usePrinting } from './use-printing.client.ts';
import { useRowKeys } from './use-row-keys.client.ts';
import { useVirtualLines } from './use-virtual-lines.client.ts';
import type { WirePage } from './wire.ts';

export type ListProps = {
  first: WirePage;
  /** the filter as an address has it */
  query: string;
  hasAccounts: boolean;
  hasRunning: boolean;
  isPendingOnly: boolean;
  initialFacts: RowFacts | null;
};

function withParam(query: string, changes: Record<string, string>): string {
  const params = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) params.set(name, value);
  return `/transactions?${params}`;
}

/**
 * The list: the first page comes with the document and stands there before any script; then only the lines near the window
 * are in the page, and older ones are fetched as one comes near the end.
 */
export function TransactionsList({ first, query, hasAccounts, hasRunning, isPendingOnly, initialFacts }: ListProps) {
  const { pages, next, hasFailed, loadMore } = usePages(first, query);
  const lines = useMemo(() => linesOf(pages, isPendingOnly), [pages, isPendingOnly]);
  const list = useRef<HTMLOListElement>(null);
  const { openId, open, close } = useOpenRow(list);
  const isPrinting = usePrinting();
  const virtual = useVirtualLines({ lines, list, onNearEnd: loadMore });
  const isPlaced = virtual.isLive && !isPrinting;
  useRowKeys({ lines, list, scrollTo: virtual.scrollTo, openId, open });
  const options = useMemo<LineOptions>(
    () => ({
      hasAccounts,
      hasRunning,
      rowHref: (id) => withParam(query, { row: id }),
      dayHref: (day) => withParam(query, { from: day, to: day, status: 'posted' }),
    }),
    [hasAccounts, hasRunning, query],
  );

  return (
    <>
      <div className="rounded-xl border border-line bg-raised">
        <ListHead hasAccounts={hasAccounts} hasRunning={hasRunning} />
        <ol
          aria-label="Transactions"
          ref={list}
          className="relative"
          style={isPlaced ? { height: virtual.height } : undefined}
        >
          {isPlaced
            ? virtual.items.map(({ index, style }) => (
                <Placed key={lines[index]?.key} line={lines[index]} style={style} options={options} />
              ))
            : lines.map((line) => <Placed key={line.key} line={line} options={options} />)}
        </ol>
        <ListFoot isEnd={next === null} hasFailed={hasFailed} onRetry={loadMore} />
      </div>
      <RowDrawer openId={openId} onClose={close} initialFacts={initialFacts} query={query} />
    </>
  );
}

/** Names the columns for the eye; a reader hears each row whole. */
function ListHead({ hasAccounts, hasRunning }: { hasAccounts: boolean; hasRunning: boolean }) {
  return (
    <div
      aria-hidden
      className={classNames(
        'items-center border-b border-line px-5 py-2 text-sm text-muted max-md:hidden md:grid',
        columns({ hasAccounts, hasRunning }),
      )}
    >
      <span className="[grid-area:text]">The bank’s text</span>
      {hasAccounts ? <span className="[grid-area:beside]">Account</span> : null}
      <span className="text-right [grid-area:amount]">Amount</span>
      {hasRunning ? <span className="text-right [grid-area:balance]">Balance</span> : null}
    </div>
  );
}

function Placed({ line, style, options }: { line: Line | undefined; style?: CSSProperties; options: LineOptions }) {
  if (!line) return null;
  return (
    <li style={style} className={line.kind === 'row' ? undefined : 'z-20'}>
      <LineView line={line} options={options} />
    </li>
  );
}

function ListFoot({ isEnd, hasFailed, onRetry }: { isEnd: boolean; hasFailed: boolean; onRetry: () => void }) {
  return (
    <div className="px-4 py-3 text-center text-sm text-muted">
      {hasFailed ? (
        <>
          The next rows could not be fetched.{' '}
          <button
            type="button"
            onClick={onRetry}
            className="min-h-11 font-medium text-accent underline underline-offset-4 md:min-h-8"
          >
            Try again
          </button>
        </>
      ) : isEnd ? (
        'That is everything.'
      ) : (
        'Older rows follow.'
      )}
    </div>
  );
}
