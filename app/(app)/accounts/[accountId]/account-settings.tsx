import Link from 'next/link';
import { Card } from '#components/ui/card.tsx';
import type { AccountView } from '#lib/accounts/view.ts';
import { renameAccount, setInNetWorth } from './actions.ts';
import { NetWorthForm, RenameForm } from './settings-forms.client.tsx';

/** What a person may say about the account; the bank never writes here. */
export function AccountSettings({ account }: { account: AccountView }) {
  const bankName = account.bankName ?? [account.institutionName, account.last4].filter(Boolean).join(' ');
  return (
    <Card title="This account">
      <div className="grid gap-5">
        <RenameForm action={renameAccount} accountId={account.id} name={account.givenName ?? ''} bankName={bankName} />
        <NetWorthSetting account={account} />
        <p className="border-t border-line pt-3 text-sm">
          <Link
            href={`/accounts/${account.id}/disconnect`}
            className="inline-flex min-h-11 items-center font-medium text-danger underline underline-offset-4 md:min-h-8"
          >
            {account.status === 'disconnected' ? 'Erase what was read' : 'Disconnect'}
          </Link>
        </p>
      </div>
    </Card>
  );
}

function NetWorthSetting({ account: { id, netWorth } }: { account: AccountView }) {
  if (netWorth === 'disconnected') return null;
  if (netWorth === 'undecided') {
    return (
      <p className="border-t border-line pt-4 text-sm">
        Not in net worth while it is not decided whether it is an account that you have here already.
      </p>
    );
  }
  return <NetWorthForm action={setInNetWorth} accountId={id} inNetWorth={netWorth === 'counted'} />;
}
