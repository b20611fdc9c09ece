import type { Metadata } from 'next';
import Link from 'next/link';
import { Arriving } from '#app/_shared/arriving.tsx';
import { requireReader } from '#app/_shared/here.ts';
import { requireViewer } from '#app/_shared/viewer.ts';
import { soFarWords } from '#components/net-worth-figure.tsx';
import { ProofStrip } from '#components/proof-strip.tsx';
import { TransactionRow } from '#components/transaction-row.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { overview } from '#lib/accounts/queries.ts';
import type { OverviewView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { dayWords } from '#lib/dates/words.ts';
import { transact } from '#lib/db/transact.ts';
import { latestTransactions } from '#lib/ledger/latest-query.ts';
import type { TransactionView } from '#lib/ledger/view.ts';
import { KeepCurrent } from '../_shell/keep-current.client.tsx';
import { NothingLinked } from '../_shell/nothing-linked.tsx';
import { AccountGroups } from '../accounts/account-groups.tsx';
import { Attention } from './attention.tsx';
import { MoneyFlow } from './money-flow.tsx';
import { NetWorth } from './net-worth.tsx';
import { OverviewSkeleton } from './skeleton.client.tsx';

export const metadata: Metadata = { title: 'Overview' };

const latestCount = 8;

export default async function OverviewPage() {
  await requireViewer();
  return (
    <>
      <PageHeader title="Overview" />
      <Arriving load={load} render={(loaded) => <Content {...loaded} />} fallback={<OverviewSkeleton />} />
    </>
  );
}

/** All that the page shows, of one snapshot. */
async function load() {
  const { viewer, here } = await requireReader();
  return transact(
    viewer,
    async (tx) => ({
      viewer,
      here,
      view: await overview(tx, here.today, here.now, here.wallNow),
      latest: await latestTransactions(tx, latestCount),
    }),
    { readOnly: true },
  );
}

function Content({ viewer, here, view, latest }: Awaited<ReturnType<typeof load>>) {
  if (view.accounts.length === 0) {
    return (
      <NothingLinked viewer={viewer} title="Nothing is linked yet">
        Link a bank, and this page shows what you have, what moved, and whether the bank’s numbers add up.
      </NothingLinked>
    );
  }
  return <Overview view={view} latest={latest} here={here} />;
}

function Overview({ view, latest, here }: { view: OverviewView; latest: readonly TransactionView[]; here: Here }) {
  const live = view.accounts.filter((account) => account.status !== 'disconnected');
  return (
    <>
      <KeepCurrent isNeeded={view.accounts.some((account) => account.isUpdating)} />
      <div className="grid gap-4 md:gap-5">
        <ProofStrip accounts={view.accounts} here={here} />
        <Attention items={view.attention} here={here} />
        <div className="grid items-start gap-4 md:gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="grid min-w-0 gap-4 md:gap-5">
            {view.netWorth.length === 0 && view.cashFlow.length === 0 ? (
              <Card title="Net worth">
                <p className="text-muted">
                  It begins with the first balance that the bank states, and stands here as soon as there is one.
                </p>
              </Card>
            ) : null}
            {view.netWorth.map((worth) => (
              <NetWorth
                key={worth.currency}
                worth={worth}
                here={here}
                isOnly={view.netWorth.length === 1}
                soFar={soFarWords(worth, view.accounts)}
              />
            ))}
            {view.cashFlow.map((flow) => (
              <MoneyFlow key={flow.currency} flow={flow} here={here} />
            ))}
          </div>
          <div className="grid min-w-0 gap-4 md:gap-5">
            <Card title="Accounts" action={<More href="/accounts" label="All accounts" />} flush>
              {live.length > 0 ? <AccountGroups accounts={live} here={here} isNarrow /> : <NoneConnected />}
            </Card>
            <Latest rows={latest} here={here} />
          </div>
        </div>
      </div>
    </>
  );
}

/** What was linked has been disconnected, all of it. */
function NoneConnected() {
  return (
    <div className="grid justify-items-start gap-3 px-4 pb-4 md:px-5 md:pb-5">
      <p className="text-muted">Every account is disconnected. What was read stays; nothing new comes.</p>
      <ButtonLink href="/connections/link" size="small">
        Link a bank
      </ButtonLink>
    </div>
  );
}

function Latest({ rows, here }: { rows: readonly TransactionView[]; here: Here }) {
  return (
    <Card title="Latest transactions" action={<More href="/transactions" label="All transactions" />} flush>
      {rows.length > 0 ? (
        <ul className="divide-y divide-line pb-1">
          {rows.map((row) => (
            <TransactionRow
              key={row.id}
              row={{
                ...row,
                href: `/transactions?row=${row.id}`,
                beside: `${dayWords(row.day, here.today)} · ${row.accountName}`,
              }}
            />
          ))}
        </ul>
      ) : (
        <p className="px-4 pb-5 text-muted md:px-5">No rows yet. They come with the bank’s next answer.</p>
      )}
    </Card>
  );
}

function More({ href, label }: { href: string; label: string }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-11 items-center text-sm text-muted underline decoration-line-strong underline-offset-4 hover:text-ink md:min-h-8"
    >
      {label}
    </Link>
  );
}
