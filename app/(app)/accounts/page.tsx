import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { Arriving } from '#app/_shared/arriving.tsx';
import { requireReader } from '#app/_shared/here.ts';
import { requireViewer } from '#app/_shared/viewer.ts';
import { Figure } from '#components/figure.tsx';
import { netWorthExplain } from '#components/net-worth-figure.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Loading, RowsSkeleton } from '#components/ui/skeleton.tsx';
import { accountList, balancesOn } from '#lib/accounts/queries.ts';
import type { AccountListView } from '#lib/accounts/view.ts';
import { mayEdit } from '#lib/auth/viewer.ts';
import { type Day, isDay } from '#lib/dates/day.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { transact } from '#lib/db/transact.ts';
import { KeepCurrent } from '../_shell/keep-current.client.tsx';
import { NothingLinked } from '../_shell/nothing-linked.tsx';
import { AccountGroups } from './account-groups.tsx';
import { BalancesOnDay } from './balances-on-day.tsx';

export const metadata: Metadata = { title: 'Accounts' };

type Props = { searchParams: Promise<{ day?: string | string[]; done?: string | string[] }> };

export default async function AccountsPage({ searchParams }: Props) {
  const viewer = await requireViewer();
  const { day, done } = await searchParams;
  return (
    <>
      <PageHeader
        title="Accounts"
        actions={
          mayEdit(viewer) ? (
            <ButtonLink href="/connections/link" icon={<Plus aria-hidden className="size-4" />}>
              Link a bank
            </ButtonLink>
          ) : null
        }
      />
      {done === 'erased' ? (
        <Notice tone="done" title="The account is erased" live className="mb-4 md:mb-5">
          Its balances, rows and owners are gone from here, and the bank lets us read it no more.
        </Notice>
      ) : null}
      <Arriving
        load={() => load(typeof day === 'string' && isDay(day) ? day : null)}
        render={(loaded) => <Content {...loaded} />}
        fallback={
          <Loading>
            <RowsSkeleton count={6} row="h-[4.5rem]" />
          </Loading>
        }
      />
    </>
  );
}

/** All that the page shows, of one snapshot; `day` asks for the balances of a past day besides. */
async function load(day: Day | null) {
  const { viewer, here } = await requireReader();
  const asked = day && day <= here.today ? day : null;
  return transact(
    viewer,
    async (tx) => ({
      viewer,
      here,
      list: await accountList(tx, here.today, here.wallNow),
      past: asked ? await balancesOn(tx, asked, here.today, here.wallNow) : null,
    }),
    { readOnly: true },
  );
}

function Content({ viewer, here, list, past }: Awaited<ReturnType<typeof load>>) {
  if (list.accounts.length === 0) {
    return (
      <NothingLinked viewer={viewer} title="No accounts yet">
        Link a bank and its accounts stand here, each with its balance and whether that is proven.
      </NothingLinked>
    );
  }
  const live = list.accounts.filter((account) => account.status !== 'disconnected');
  const ended = list.accounts.filter((account) => account.status === 'disconnected');
  return (
    <>
      <KeepCurrent isNeeded={live.some((account) => account.isUpdating)} />
      <NetWorthLine list={list} here={here} />
      <div className="grid gap-4 md:gap-5">
        {past ? <BalancesOnDay view={past} here={here} /> : null}
        {live.length > 0 ? (
          <Card flush className="overflow-hidden">
            <AccountGroups accounts={live} here={here} />
          </Card>
        ) : (
          <p className="text-muted">Every account is disconnected. What was read stays; nothing new comes.</p>
        )}
        {ended.length > 0 ? (
          <Disclosure
            summary={ended.length === 1 ? '1 disconnected account' : `${ended.length} disconnected accounts`}
            open={live.length === 0}
          >
            <Card flush className="mt-2 overflow-hidden">
              <AccountGroups accounts={ended} here={here} />
            </Card>
          </Disclosure>
        ) : null}
      </div>
    </>
  );
}

function NetWorthLine({ list, here }: { list: AccountListView; here: Here }) {
  if (list.netWorth.length === 0) return null;
  return (
    <p className="mb-4">
      <span className="text-muted">Net worth</span>{' '}
      {list.netWorth.map((worth) => (
        <Figure
          key={worth.net.currency}
          amount={worth.net}
          explain={netWorthExplain(worth, here)}
          className="mr-3 font-medium"
          label="Net worth"
        />
      ))}
    </p>
  );
}
