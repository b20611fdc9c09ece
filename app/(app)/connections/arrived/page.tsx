import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireReader } from '#app/_shared/here.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { arrival } from '#lib/accounts/arrival-query.ts';
import { transact } from '#lib/db/transact.ts';
import { type Arrived, arrivedBy } from '#lib/linking/arrived-query.ts';
import { KeepCurrent } from '../../_shell/keep-current.client.tsx';
import { permissionTitles } from '../permission-words.ts';
import { ArrivingAccount } from './arriving-account.tsx';

export const metadata: Metadata = { title: 'Linked' };

type Props = { searchParams: Promise<{ attempt?: string | string[] }> };

export default async function ArrivedPage({ searchParams }: Props) {
  const { viewer, here } = await requireReader();
  const { attempt } = await searchParams;
  if (typeof attempt !== 'string') notFound();
  const [arrived, view] = await transact(
    viewer,
    async (tx) => {
      const arrived = await arrivedBy(tx, attempt);
      return [arrived, arrived && (await arrival(tx, arrived.accountIds, here.today, here.wallNow))] as const;
    },
    { readOnly: true },
  );
  if (!arrived || !view || view.accounts.length === 0) notFound();
  const count = view.accounts.length;
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={titleOf(arrived, count)}
        lead={
          view.isSettled
            ? 'That is what the bank has told so far. From here on it is read every day.'
            : 'What the bank tells arrives here as it comes. You may leave; it goes on.'
        }
      />
      <KeepCurrent isNeeded={!view.isSettled} everyMs={800} atOnce />
      <WhatIsNew arrived={arrived} count={count} />
      <ul aria-live="polite" className="grid gap-3">
        {view.accounts.map((account) => (
          <ArrivingAccount key={account.id} account={account} here={here} />
        ))}
      </ul>
      <div className="mt-6 flex flex-wrap gap-2">
        <ButtonLink href="/overview" look={view.isSettled ? 'primary' : 'quiet'}>
          Go to the overview
        </ButtonLink>
        <ButtonLink href="/connections/link">Link another bank</ButtonLink>
      </div>
    </div>
  );
}

function titleOf({ purpose }: Arrived, count: number): string {
  if (purpose === 'relink') return 'Signed in again';
  if (purpose === 'permissions') return 'More is allowed';
  return count === 1 ? 'Linked' : `${count} accounts linked`;
}

/** What was allowed now, or that an account was here before. */
function WhatIsNew({ arrived: { purpose, allowed, hasKnown }, count }: { arrived: Arrived; count: number }) {
  if (purpose === 'permissions') {
    return (
      <Notice className="mb-4" title={`${allowedWords(allowed)} now allowed`}>
        What was allowed before stays, and so does the history.
      </Notice>
    );
  }
  return hasKnown ? (
    <Notice className="mb-4" title="Linked before">
      You already had {count === 1 ? 'this account' : 'some of these accounts'} here. Their history continues, and
      nothing is doubled.
    </Notice>
  ) : null;
}

function allowedWords(allowed: Arrived['allowed']): string {
  return allowed.length > 0 ? `${allowed.map((one) => permissionTitles[one]).join(' and ')} are` : 'Nothing more is';
}
