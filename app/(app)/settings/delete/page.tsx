import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireViewer } from '#app/_shared/viewer.ts';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { whatWouldBeErased } from '#lib/consent/erasure-preview.ts';
import { transact } from '#lib/db/transact.ts';
import { erasePhrase } from '#lib/households/input.ts';
import { EraseForm } from './erase-form.client.tsx';

export const metadata: Metadata = { title: 'Delete my data' };

export default async function DeletePage() {
  const viewer = await requireViewer();
  if (viewer.role !== 'owner') notFound();
  const { accounts, transactions, otherMembers } = await transact(viewer, whatWouldBeErased, { readOnly: true });
  return (
    <div className="mx-auto max-w-2xl">
      <PageHeader
        title="Delete my data"
        lead="First access ends at each bank, then everything is deleted. There is no way back, and no copy except the operator’s own backups."
        back={{ href: '/settings', label: 'Settings' }}
      />
      <div className="grid gap-5">
        <Card title="What happens, in this order">
          <ol className="grid list-decimal gap-2.5 pl-5">
            <li>
              You are signed out on all devices{otherMembers > 0 ? ', and so is everybody else in your household' : ''}.
              Nobody can sign in any more.
            </li>
            <li>
              {accounts.length === 0 ? (
                'No bank account is linked, so there is no access to end.'
              ) : (
                <>
                  The bank lets us read no more from:
                  <ul className="mt-1 list-disc pl-5 text-muted">
                    {accounts.map((account) => (
                      <li key={account.id}>{account.words}</li>
                    ))}
                  </ul>
                </>
              )}
            </li>
            <li>
              {transactions.toLocaleString('en-US')} transactions, all balances, owners, notes on accounts, settings,
              your name and your address are deleted.
            </li>
            <li>You are shown a receipt of counts, without names. It is all that is left.</li>
          </ol>
        </Card>
        <Card title="Delete everything">
          <EraseForm phrase={erasePhrase} />
        </Card>
      </div>
    </div>
  );
}
