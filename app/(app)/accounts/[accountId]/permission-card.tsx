import { Check, Minus } from 'lucide-react';
import Link from 'next/link';
import { Card } from '#components/ui/card.tsx';
import type { AccountView, FeatureRead, Permission } from '#lib/accounts/view.ts';
import { atWords, type Here, momentWords } from '#lib/dates/moment-words.ts';
import { permissionTitles, untilWords } from '../../connections/permission-words.ts';

const optional: readonly Permission[] = ['ownership', 'payment_method'];

/** What may be read of this account, and when each kind of it was last read; of a disconnected one, what could be. */
export function PermissionCard({ account, here, isEditor }: { account: AccountView; here: Here; isEditor: boolean }) {
  if (account.status === 'disconnected') return <EndedCard account={account} here={here} />;
  const missing = account.permissions.filter((one) => !one.isGranted && optional.includes(one.permission));
  return (
    <Card title="What may be read">
      <ul className="grid gap-3">
        {account.permissions.map(({ permission, isGranted, read }) => (
          <li key={permission} className="flex items-start gap-2.5">
            {isGranted ? (
              <Check aria-hidden className="mt-0.5 size-4.5 shrink-0 text-proven" />
            ) : (
              <Minus aria-hidden className="mt-0.5 size-4.5 shrink-0 text-faint" />
            )}
            <span className="min-w-0">
              <span className="block">
                {permissionTitles[permission]}
                <span className="text-muted">{isGranted ? '' : ': not allowed'}</span>
              </span>
              {isGranted ? <span className="block text-sm text-muted">{readWords(read, here)}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      {isEditor && account.status === 'active' && missing.length > 0 ? (
        <p className="mt-4 text-sm">
          <Link
            href={`/connections/link?more=${account.id}`}
            className="inline-flex min-h-11 items-center font-medium text-accent underline underline-offset-4 md:min-h-8"
          >
            Allow more
          </Link>
          <span className="block text-muted">A new question at the bank, with its own consent.</span>
        </p>
      ) : null}
    </Card>
  );
}

function EndedCard({ account, here }: { account: AccountView; here: Here }) {
  return (
    <Card title={`What ${untilWords(account.disconnectedAt, here)}`}>
      <ul className="grid gap-3">
        {account.permissions
          .filter((one) => one.isGranted)
          .map(({ permission, read }) => (
            <li key={permission}>
              {permissionTitles[permission]}
              <span className="block text-sm text-muted">
                {read?.succeededAt ? `Last read ${momentWords(read.succeededAt, here)}.` : 'Never read.'}
              </span>
            </li>
          ))}
      </ul>
    </Card>
  );
}

function readWords(read: FeatureRead | null, here: Here): string {
  if (read === null) return 'Used when you pay from the account; nothing is read ahead.';
  const last = read.succeededAt ? `Last read ${momentWords(read.succeededAt, here)}.` : '';
  if (read.state === 'pending') return `${last} The bank is being asked.`.trim();
  if (read.state === 'failed') {
    const failed = read.attemptedAt
      ? `The try ${atWords(read.attemptedAt, here)} failed at the bank.`
      : 'The last try failed at the bank.';
    return `${last} ${failed}`.trim();
  }
  return last || 'Not read yet.';
}
