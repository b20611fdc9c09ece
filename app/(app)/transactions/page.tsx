import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound, redirect } from 'next/navigation';
import { Suspense } from 'react';
import { Arriving } from '#app/_shared/arriving.tsx';
import { requireViewer } from '#app/_shared/viewer.ts';
import { buttonClass } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { accountNames } from '#lib/accounts/names-query.ts';
import { isAnyUpdating } from '#lib/accounts/updating-query.ts';
import type { Tx } from '#lib/db/transact.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import { transaction } from '#lib/ledger/detail-query.ts';
import { filterParams, isOneWholeAccount } from '#lib/ledger/filter.ts';
import { filterInterval } from '#lib/ledger/interval-query.ts';
import { transactionPage } from '#lib/ledger/queries.ts';
import { filterTotals } from '#lib/ledger/totals-query.ts';
import { KeepCurrent } from '../_shell/keep-current.client.tsx';
import { NothingLinked } from '../_shell/nothing-linked.tsx';
import { amountInstead } from './amount-instead.ts';
import { chipsOf } from './chips.ts';
import { factsOf } from './facts.ts';
import { FilterBar } from './filter-bar.tsx';
import { LaterTotals } from './later-totals.tsx';
import { problemWords, reversedRanges } from './problems.ts';
import { type Asked, firstPageSize, leadsSomewhere, withListRequest } from './request.ts';
import { RowCard } from './row-card.client.tsx';
import { TotalsSkeleton, TransactionsSkeleton } from './skeleton.client.tsx';
import { Totals } from './totals.tsx';
import { TransactionsList } from './transactions-list.client.tsx';
import { toWire } from './wire.ts';

export const metadata: Metadata = { title: 'Transactions' };

type Search = Record<string, string | string[] | undefined>;
type Props = { searchParams: Promise<Search> };

function paramsOf(search: Search): URLSearchParams {
  const entries = Object.entries(search).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return new URLSearchParams(entries as string[][]);
}

export default async function TransactionsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const given = paramsOf(await searchParams);
  const params = new URLSearchParams([...given].filter(([, value]) => value !== ''));
  // A form sends its empty fields too; an address that is kept or sent has only what it means.
  if (params.size < given.size) redirect(params.size > 0 ? `/transactions?${params}` : '/transactions');
  if (!(await leadsSomewhere(viewer, params))) notFound();
  return (
    <>
      <PageHeader title="Transactions" />
      <Arriving
        load={(isAtOnce) => load(viewer, params, isAtOnce)}
        render={(loaded) => <Content {...loaded} />}
        fallback={<TransactionsSkeleton />}
      />
    </>
  );
}

/**
 * All that the page shows, of one snapshot. Totals look at every row that the filter matches, and the list at one page of
 * them: the list is given as soon as it is there, the totals as a promise, unless all is wanted at once.
 */
async function load(viewer: Viewer, params: URLSearchParams, isAtOnce: boolean) {
  const asked = params.get('row');
  const list = Promise.withResolvers<Awaited<ReturnType<typeof loadList>>>();
  const totals = withListRequest(viewer, params, async (tx, request) => {
    list.resolve(await loadList(tx, request));
    return filterTotals(tx, request.filter);
  });
  // What fails before the list is there has to be told of the list; after it, of whatever waits for the totals.
  totals.catch(list.reject);
  async function loadList(tx: Tx, request: Asked) {
    return {
      viewer,
      request,
      typed: Object.fromEntries(request.problems.map((name) => [name, params.get(name)?.trim() ?? ''])),
      names: await accountNames(tx),
      isUpdating: await isAnyUpdating(tx, request.here.wallNow),
      page: await transactionPage(tx, request.filter, request.cursor, firstPageSize),
      interval: await filterInterval(tx, request.filter),
      row: asked ? await transaction(tx, asked) : null,
    };
  }
  return { ...(await list.promise), totals: isAtOnce ? await totals : totals };
}

function Content(loaded: Awaited<ReturnType<typeof load>>) {
  const { viewer, request, typed, names, isUpdating, page, totals, interval, row } = loaded;
  const { filter, problems, here, currency } = request;
  if (names.length === 0) {
    return (
      <NothingLinked viewer={viewer} title="No transactions yet">
        Link a bank and its rows stand here in one list, from all accounts, to search and to add up.
      </NothingLinked>
    );
  }
  const query = filterParams(filter, currency).toString();
  const amountHref = amountInstead(filter, currency);
  const chips = chipsOf(filter, { accounts: names, interval, currency, here });
  const facts = row && factsOf(row, here);
  return (
    <>
      <KeepCurrent isNeeded={isUpdating} />
      {facts ? <RowCard facts={facts} query={query} /> : null}
      <FilterBar filter={filter} accounts={names} chips={chips} currency={currency} typed={typed} />
      {problems.length > 0 ? (
        <Notice tone="warning" className="mb-3">
          {problemWords(problems, (name) => typed[name] ?? '')}
        </Notice>
      ) : null}
      {totals instanceof Promise ? (
        <Suspense fallback={<TotalsSkeleton />}>
          <LaterTotals totals={totals} filter={filter} currency={currency} />
        </Suspense>
      ) : (
        <Totals totals={totals} filter={filter} currency={currency} />
      )}
      {page.previous ? <PageLink query={query} cursor={page.previous} label="Newer rows" /> : null}
      {page.rows.length > 0 ? (
        <TransactionsList
          key={`${query} ${request.cursor?.id ?? ''}`}
          first={toWire(page, here)}
          query={query}
          hasAccounts={filter.accountIds.length !== 1}
          hasRunning={isOneWholeAccount(filter)}
          isPendingOnly={filter.status === 'pending'}
          initialFacts={facts}
        />
      ) : (
        <EmptyState
          title={chips.length > 0 ? 'Nothing matches' : 'No rows yet'}
          action={
            chips.length > 0 ? (
              <Link href="/transactions" className={buttonClass({})}>
                Show all rows
              </Link>
            ) : null
          }
        >
          {chips.length > 0
            ? Object.values(reversedRanges(filter)).join(' ') ||
              'No row has all of these marks. Take one away above, or show all rows.'
            : 'The bank has been asked. Its rows stand here as soon as it answers.'}
          {amountHref ? (
            <>
              {' '}
              The search looks into the bank’s text; <TextLink href={amountHref}>see the rows of this amount</TextLink>{' '}
              instead.
            </>
          ) : null}
        </EmptyState>
      )}
      {page.next ? (
        <noscript>
          <PageLink query={query} cursor={page.next} label="Older rows" />
        </noscript>
      ) : null}
    </>
  );
}

/** A page further, by address: for browsers without script, and for coming back to a place in the list. */
function PageLink({ query, cursor, label }: { query: string; cursor: string; label: string }) {
  const params = new URLSearchParams(query);
  params.set('cursor', cursor);
  return (
    <p className="my-3 text-center">
      <a href={`/transactions?${params}`} className={buttonClass({ size: 'small' })}>
        {label}
      </a>
    </p>
  );
}
