import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireReader } from '#app/_shared/here.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { arrival } from '#lib/accounts/arrival-query.ts';
import { sameAccountQuestions } from '#lib/accounts/same-account-query.ts';
import { transact } from '#lib/db/transact.ts';
import { arrivedBy } from '#lib/linking/arrived-query.ts';
import { KeepCurrent } from '../../_shell/keep-current.client.tsx';
import { ArrivingAccount } from './arriving-account.tsx';
import { type Told, titleOf, WhatIsNew } from './what-is-new.tsx';

export const metadata: Metadata = { title: 'Linked' };

type Props = { searchParams: Promise<{ attempt?: string | string[] }> };

export default async function ArrivedPage({ searchParams }: Props) {
  const { viewer, here } = await requireReader();
  const { attempt } = await searchParams;
  if (typeof attempt !== 'string') notFound();
  const [arrived, view, questions] = await transact(
    viewer,
    async (tx) => {
      const arrived = await arrivedBy(tx, attempt);
      const ids = arrived?.accounts.map(({ id }) => id) ?? [];
      const questions = (await sameAccountQuestions(tx)).filter(({ accountId }) => ids.includes(accountId));
      return [arrived, await arrival(tx, ids, here.today, here.wallNow), questions] as const;
    },
    { readOnly: true },
  );
  if (!arrived || view.accounts.length === 0) notFound();
  const told: Told = {
    purpose: arrived.purpose,
    accounts: view.accounts.flatMap(({ id, name }) =>
      arrived.accounts.filter((account) => account.id === id).map((account) => ({ ...account, name })),
    ),
    questions,
  };
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title={titleOf(told)}
        lead={
          view.isSettled
            ? 'That is what the bank has told so far. From here on it is read every day.'
            : 'What the bank tells arrives here as it comes. You may leave; it goes on.'
        }
      />
      <KeepCurrent isNeeded={!view.isSettled} everyMs={800} atOnce />
      <WhatIsNew {...told} />
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
