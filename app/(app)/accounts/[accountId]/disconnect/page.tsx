import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireReader } from '#app/_shared/here.ts';
import { Card } from '#components/ui/card.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { account as accountQuery } from '#lib/accounts/account-query.ts';
import { mayEdit } from '#lib/auth/viewer.ts';
import { transact } from '#lib/db/transact.ts';
import { coverageWords } from '../../sync-words.ts';
import { disconnectAccount } from '../actions.ts';
import { DisconnectForm } from './disconnect-form.client.tsx';

export const metadata: Metadata = { title: 'Disconnect' };

type Props = { params: Promise<{ accountId: string }> };

export default async function DisconnectPage({ params }: Props) {
  const { viewer, here } = await requireReader();
  const { accountId } = await params;
  const account = await transact(viewer, (tx) => accountQuery(tx, accountId, here.today, here.wallNow), {
    readOnly: true,
  });
  if (!account || !mayEdit(viewer)) notFound();
  return (
    <div className="mx-auto max-w-xl">
      <PageHeader
        title={`Disconnect ${account.name}`}
        back={{ href: `/accounts/${account.id}`, label: account.name }}
      />
      <Card>
        <DisconnectForm
          action={disconnectAccount}
          accountId={account.id}
          institutionName={account.institutionName}
          rows={coverageWords(account, account.coverageFrom, here)}
          rowCount={account.pending.reduce((sum, { count }) => sum + count, account.rowCount)}
          isDisconnected={account.status === 'disconnected'}
        />
      </Card>
    </div>
  );
}
