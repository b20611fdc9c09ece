import type { Metadata } from 'next';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { Arriving } from '#app/_shared/arriving.tsx';
import { requireReader } from '#app/_shared/here.ts';
import { requireViewer } from '#app/_shared/viewer.ts';
import { accountOrigin } from '#components/account-card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { account as accountQuery } from '#lib/accounts/account-query.ts';
import { accountDay } from '#lib/accounts/day-query.ts';
import { hasInterval } from '#lib/accounts/intervals-query.ts';
import { accountName } from '#lib/accounts/names-query.ts';
import { continuedAs } from '#lib/accounts/same-account-query.ts';
import type { AccountView } from '#lib/accounts/view.ts';
import { mayEdit } from '#lib/auth/viewer.ts';
import { type Day, isDay } from '#lib/dates/day.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { transact } from '#lib/db/transact.ts';
import { latestTransactions } from '#lib/ledger/latest-query.ts';
import { KeepCurrent } from '../../_shell/keep-current.client.tsx';
import { runWords } from '../sync-words.ts';
import { AccountBanner } from './account-banner.tsx';
import { AccountSettings } from './account-settings.tsx';
import { refreshAccount } from './actions.ts';
import { BalanceCard } from './balance-card.tsx';
import { DayPanel } from './day-panel.tsx';
import { LatestRows } from './latest-rows.tsx';
import { OwnersCard } from './owners-card.tsx';
import { PermissionCard } from './permission-card.tsx';
import { ProofCard } from './proof-card.tsx';
import { RefreshButton } from './refresh-button.client.tsx';
import { refreshOffer } from './refresh-offer.ts';
import { AccountSkeleton } from './skeleton.client.tsx';
import { SyncLog } from './sync-log.tsx';

type Props = {
  params: Promise<{ accountId: string }>;
  searchParams: Promise<{ day?: string | string[]; interval?: string | string[] }>;
};

const latestCount = 8;

/** Whether there is such an account, and its title: asked before anything is sent, because it decides about the status. */
const loadName = cache(async (accountId: string) => {
  const viewer = await requireViewer();
  return transact(viewer, (tx) => accountName(tx, accountId), { readOnly: true });
});

/** An address that is kept of an account which became part of another leads to that one. */
async function leaveFor(accountId: string): Promise<never> {
  const viewer = await requireViewer();
  const goesOn = await transact(viewer, (tx) => continuedAs(tx, accountId), { readOnly: true });
  return goesOn === null ? notFound() : redirect(`/accounts/${goesOn}`);
}

async function isThere(accountId: string, interval: string): Promise<boolean> {
  const viewer = await requireViewer();
  return transact(viewer, (tx) => hasInterval(tx, accountId, interval), { readOnly: true });
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadName((await params).accountId)) ?? 'Not found' };
}

export default async function AccountPage({ params, searchParams }: Props) {
  const { accountId } = await params;
  if ((await loadName(accountId)) === null) await leaveFor(accountId);
  const { day, interval } = await searchParams;
  const asked = typeof day === 'string' && isDay(day) ? day : null;
  const askedInterval = typeof interval === 'string' ? interval : null;
  if (askedInterval !== null && !(await isThere(accountId, askedInterval))) notFound();
  return (
    <Arriving
      load={() => load(accountId, asked, askedInterval)}
      render={({ account, ...loaded }) =>
        account ? <Content account={account} {...loaded} asked={asked} /> : notFound()
      }
      fallback={<AccountSkeleton />}
    />
  );
}

/** All that the page shows, of one snapshot. */
async function load(accountId: string, asked: Day | null, askedInterval: string | null) {
  const { viewer, here } = await requireReader();
  return transact(
    viewer,
    async (tx) => ({
      here,
      isEditor: mayEdit(viewer),
      account: await accountQuery(tx, accountId, here.today, here.wallNow, askedInterval),
      makeup: asked && (await accountDay(tx, accountId, asked, here.today)),
      latest: await latestTransactions(tx, latestCount, accountId),
    }),
    { readOnly: true },
  );
}

type ContentProps = Omit<Awaited<ReturnType<typeof load>>, 'account'> & { account: AccountView; asked: Day | null };

function Content({ account, latest, makeup, here, isEditor, asked }: ContentProps) {
  return (
    <>
      <PageHeader
        title={account.name}
        lead={[accountOrigin(account), subcategoryWords[account.subcategory]].filter(Boolean).join(' · ')}
        back={{ href: '/accounts', label: 'Accounts' }}
        actions={<Actions account={account} here={here} isEditor={isEditor} />}
      />
      <KeepCurrent isNeeded={account.isUpdating} />
      <div className="grid gap-4 md:gap-5">
        <AccountBanner account={account} here={here} />
        <BalanceCard account={account} here={here} />
        {asked ? <DayPanel account={account} day={asked} makeup={makeup} here={here} /> : null}
        <div className="grid items-start gap-4 md:gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <div className="grid min-w-0 gap-4 md:gap-5">
            <ProofCard account={account} here={here} />
            <LatestRows account={account} rows={latest} here={here} />
            <SyncLog account={account} here={here} />
          </div>
          <div className="grid min-w-0 gap-4 md:gap-5">
            <PermissionCard account={account} here={here} isEditor={isEditor} />
            <OwnersCard account={account} here={here} isEditor={isEditor} />
            {isEditor ? <AccountSettings account={account} /> : null}
          </div>
        </div>
      </div>
    </>
  );
}

const subcategoryWords: Readonly<Record<string, string>> = {
  checking: 'Checking',
  savings: 'Savings',
  credit_card: 'Credit card',
  line_of_credit: 'Line of credit',
  mortgage: 'Mortgage',
};

function Actions({ account, here, isEditor }: { account: AccountView; here: Here & { now: Date }; isEditor: boolean }) {
  const [newest] = account.syncLog;
  if (!isEditor) return null;
  return (
    <RefreshButton
      action={refreshAccount}
      accountId={account.id}
      offer={refreshOffer(account, here)}
      run={newest ? { id: newest.id, words: account.isUpdating ? null : runWords(newest, here) } : null}
    />
  );
}
