import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireReader } from '#app/_shared/here.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { arrival } from '#lib/accounts/arrival-query.ts';
import { transact } from '#lib/db/transact.ts';
import { isId } from '#lib/ids.ts';
import { KeepCurrent } from '../../_shell/keep-current.client.tsx';
import { ArrivingAccount } from './arriving-account.tsx';

export const metadata: Metadata = { title: 'Linked' };

type Props = {
  searchParams: Promise<{ accounts?: string | string[]; known?: string | string[]; again?: string | string[] }>;
};

export default async function ArrivedPage({ searchParams }: Props) {
  const { viewer, here } = await requireReader();
  const { accounts, known, again } = await searchParams;
  const ids = typeof accounts === 'string' ? accounts.split(',').filter(isId) : [];
  const view = await transact(viewer, (tx) => arrival(tx, ids, here.today, here.wallNow), { readOnly: true });
  if (view.accounts.length === 0) notFound();
  const count = view.accounts.length;
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={again ? 'Signed in again' : count === 1 ? 'Linked' : `${count} accounts linked`}
        lead={
          view.isSettled
            ? 'That is what the bank has told so far. From here on it is read every day.'
            : 'What the bank tells arrives here as it comes. You may leave; it goes on.'
        }
      />
      <KeepCurrent isNeeded={!view.isSettled} everyMs={800} atOnce />
      {known ? (
        <Notice className="mb-4" title="Linked before">
          You already had {count === 1 ? 'this account' : 'some of these accounts'} here. They go on with the history
          they have; nothing is doubled.
        </Notice>
      ) : null}
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
