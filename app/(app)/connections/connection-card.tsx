import Link from 'next/link';
import { accountOrigin } from '#components/account-card.tsx';
import { ProofMark } from '#components/proof-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { ConnectionView, PermissionView } from '#lib/accounts/view.ts';
import { type Here, momentDayWords, momentWords } from '#lib/dates/moment-words.ts';
import { coverageWords, failureWords, namesWords } from '../accounts/sync-words.ts';
import { permissionTitles, untilWords } from './permission-words.ts';

type Account = ConnectionView['accounts'][number];

/** One institution: what needs the person, said once, and then each of its accounts. */
export function ConnectionCard({
  connection,
  here,
  isEditor,
}: {
  connection: ConnectionView;
  here: Here;
  isEditor: boolean;
}) {
  const signedOut = connection.accounts.filter((account) => account.proof.kind === 'sign-in-again');
  const [first] = signedOut;
  return (
    <Card
      title={connection.institutionName}
      action={<span className="text-sm text-muted">linked {momentDayWords(connection.createdAt, here)}</span>}
      flush
    >
      {first ? (
        <Notice
          tone="warning"
          className="mx-4 mb-3 md:mx-5"
          title={`${connection.institutionName} asks you to sign in again`}
          action={
            isEditor ? (
              <ButtonLink href={`/connections/link?relink=${first.id}`} look="primary" size="small">
                Sign in again
              </ButtonLink>
            ) : null
          }
        >
          {lastComplete(first, here)}It touches {namesWords(signedOut)}. What was read stays.
        </Notice>
      ) : null}
      {connection.failures.map((failure) => {
        const { title, rest } = failureWords(failure, here);
        return (
          <Notice key={failure.errorCode} tone="info" className="mx-4 mb-3 md:mx-5" title={title}>
            {rest}
          </Notice>
        );
      })}
      <ul className="divide-y divide-line border-t border-line">
        {connection.accounts.map((account) => (
          <AccountLine key={account.id} account={account} here={here} isEditor={isEditor} />
        ))}
      </ul>
    </Card>
  );
}

function lastComplete({ proof }: Account, here: Here): string {
  return proof.kind === 'sign-in-again' && proof.lastCompleteAt
    ? `Last complete: ${momentWords(proof.lastCompleteAt, here)}. `
    : '';
}

function AccountLine({ account, here, isEditor }: { account: Account; here: Here; isEditor: boolean }) {
  const ended = account.status === 'disconnected' ? `What ${untilWords(account.disconnectedAt, here)}` : null;
  const granted = account.permissions.filter((one) => one.isGranted);
  const canGrow = isEditor && account.status === 'active' && granted.length < account.permissions.length;
  return (
    <li className="grid gap-x-6 gap-y-2 px-4 py-3.5 md:grid-cols-[minmax(0,1fr)_auto] md:px-5">
      <div className="min-w-0">
        <p>
          <Link href={`/accounts/${account.id}`} className="font-medium hover:underline">
            {account.name}
          </Link>{' '}
          <span className="text-muted">{accountOrigin(account)}</span>
        </p>
        <p className="text-sm text-muted">{coverageWords(account, account.coverageFrom, here)}</p>
        {ended ? <p className="text-sm text-muted">{ended}:</p> : null}
        <ul aria-label={ended ?? 'May be read'} className="mt-1.5 flex flex-wrap gap-1.5">
          {granted.map((one) => (
            <li key={one.permission}>
              <Badge>
                {permissionTitles[one.permission]}
                {lastRead(one, here)}
              </Badge>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 md:flex-col md:items-end">
        <ProofMark account={account} here={here} />
        {account.expectedDeactivationAt && account.status === 'active' ? (
          <span className="text-sm text-muted">
            asks you to sign in again by {momentDayWords(account.expectedDeactivationAt, here)}
          </span>
        ) : null}
        {canGrow ? (
          <Link
            href={`/connections/link?more=${account.id}`}
            className="inline-flex min-h-11 items-center text-sm font-medium text-accent underline underline-offset-4 md:min-h-6"
          >
            Allow more
          </Link>
        ) : null}
        {isEditor && account.status !== 'disconnected' ? (
          <Link
            href={`/accounts/${account.id}/disconnect`}
            className="inline-flex min-h-11 items-center text-sm text-muted underline decoration-line-strong underline-offset-4 hover:text-danger md:min-h-6"
          >
            Disconnect
          </Link>
        ) : null}
      </div>
    </li>
  );
}

function lastRead({ read }: PermissionView, here: Here): string {
  return read?.succeededAt ? `, ${momentWords(read.succeededAt, here)}` : '';
}
