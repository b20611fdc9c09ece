import Link from 'next/link';
import { Card } from '#components/ui/card.tsx';
import type { AccountView } from '#lib/accounts/view.ts';
import { type Here, momentWords } from '#lib/dates/moment-words.ts';
import { revealOwners } from './actions.ts';
import { OwnersReveal } from './owners-reveal.client.tsx';

/** Whose account it is, as the bank has it. Names are shown only when asked for. */
export function OwnersCard({ account, here, isEditor }: { account: AccountView; here: Here; isEditor: boolean }) {
  const { ownersCount: count, areOwnersRead } = account;
  const readAt = account.permissions.find(({ permission }) => permission === 'ownership')?.read?.succeededAt;
  return (
    <Card title="Owners">
      {count === null ? (
        <p className="text-muted">
          Not allowed for this account, so nothing about its owners was read.{' '}
          {isEditor && account.status === 'active' ? (
            <Link
              href={`/connections/link?more=${account.id}&want=ownership`}
              className="font-medium text-accent underline underline-offset-4"
            >
              Allow it
            </Link>
          ) : null}
        </p>
      ) : count === 0 ? (
        <p className="text-muted">
          {areOwnersRead
            ? 'The bank has read them, and names nobody.'
            : account.status === 'disconnected'
              ? 'Not read before the account was disconnected.'
              : 'Asked for; the bank has not said yet.'}
        </p>
      ) : (
        <>
          <p className="mb-3 text-muted">
            The bank names {count === 1 ? '1 owner' : `${count} owners`}
            {readAt ? `, read ${momentWords(readAt, here)}` : ''}. Kept encrypted.
          </p>
          <OwnersReveal action={revealOwners} accountId={account.id} />
        </>
      )}
    </Card>
  );
}
