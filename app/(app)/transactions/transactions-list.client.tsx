'use client';

import Link from 'next/link';
import { type CSSProperties, useCallback, useMemo, useRef } from 'react';
import { SignInAgain } from '#app/_shared/sign-in-again.client.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { AskProblem } from './ask.ts';
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
  const list = useRef<HTMLOListElement>(null);
  const isDeep = useCallback(() => (list.current?.getBoundingClientRect().top ?? 0) < 0, []);
  const { pages, next, problem, loadMore, showNewer } = usePages(first, query, isDeep);
  const lines = useMemo(() => linesOf(pages, isPendingOnly), [pages, isPendingOnly]);
  const { openId, open, close, lastShown } = useOpenRow(list);
  const isPrinting = usePrinting();
  const virtual = useVirtualLines({ lines, list, onNearEnd: loadMore });
  const isPlaced = virtual.isLive && !isPrinting;
  useRowKeys({ lines, list, scrollTo: virtual.scrollTo, inSight: virtual.inSight, openId, open });
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
        <Newer
          onShow={
            showNewer &&
            (() => {
              showNewer();
              list.current?.focus({ preventScroll: true });
              virtual.scrollTo(0);
            })
          }
        />
        <ol
          aria-label="Transactions"
          ref={list}
          tabIndex={-1}
          data-opens-rows
          className="relative outline-none"
          style={isPlaced ? { height: virtual.height } : undefined}
        >
          {isPlaced
            ? virtual.items.map(({ index, style }) => (
                <Placed key={lines[index]?.key} line={lines[index]} style={style} options={options} isLive />
              ))
            : lines.map((line) => <Placed key={line.key} line={line} options={options} />)}
        </ol>
        <ListFoot isEnd={next === null} problem={problem} onRetry={loadMore} />
      </div>
      <RowDrawer openId={openId} onClose={close} returnTo={lastShown} initialFacts={initialFacts} query={query} />
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

/** Says that the bank has told more since one went down the list, over the rows, so that none of them moves. */
function Newer({ onShow }: { onShow: (() => void) | null }) {
  return (
    <div
      role="status"
      className="pointer-events-none sticky top-[calc(var(--sticky-top)+3rem)] z-30 flex h-0 justify-center"
    >
      {onShow ? (
        <button
          type="button"
          onClick={onShow}
          className={classNames(
            buttonClass({ look: 'primary', size: 'small' }),
            'pointer-events-auto settle shadow-floating',
          )}
        >
          The list has changed: show it
        </button>
      ) : null}
    </div>
  );
}

function Placed({
  line,
  style,
  options,
  isLive = false,
}: {
  line: Line | undefined;
  style?: CSSProperties;
  options: LineOptions;
  isLive?: boolean;
}) {
  if (!line) return null;
  return (
    <li style={style} className={line.kind === 'row' ? undefined : 'z-20'} data-line={isLive ? line.key : undefined}>
      <LineView line={line} options={options} />
    </li>
  );
}

function ListFoot({ isEnd, problem, onRetry }: { isEnd: boolean; problem: AskProblem | null; onRetry: () => void }) {
  return (
    <div className="px-4 py-3 text-center text-sm text-muted">
      {problem === 'signed-out' ? (
        <>
          You are signed out, so no more rows come. <SignInAgain />
        </>
      ) : problem === 'not-found' ? (
        <>
          What this list was narrowed to is not here any more.{' '}
          <Link href="/transactions" className={buttonClass({ size: 'small' })}>
            Show all rows
          </Link>
        </>
      ) : problem ? (
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
