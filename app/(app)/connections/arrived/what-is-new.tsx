import { Notice } from '#components/ui/notice.tsx';
import type { Arrived } from '#lib/linking/arrived-query.ts';
import { permissionTitles } from '../permission-words.ts';

/** What an attempt was opened for and what it brought, with the accounts' names. */
export type Told = {
  purpose: Arrived['purpose'];
  accounts: readonly (Arrived['accounts'][number] & { name: string })[];
};

/** The heading: what came of it, whatever it was opened for. */
export function titleOf({ purpose, accounts }: Told): string {
  const others = accounts.filter(({ kind }) => kind !== 'known');
  if (purpose === 'link') return linkedWords(accounts.length);
  if (purpose === 'relink') {
    return accounts.every(({ kind }) => kind === 'new') ? linkedWords(accounts.length) : 'Signed in again';
  }
  if (accounts.some(({ more }) => more.length > 0)) return 'More is allowed';
  return others.length > 0 ? linkedWords(others.length) : 'Nothing more is allowed';
}

/** What was allowed now, what was linked besides, and that an account was here before. */
export function WhatIsNew({ purpose, accounts }: Told) {
  const grown = accounts.filter(({ more }) => more.length > 0);
  const fresh = accounts.filter(({ kind }) => kind === 'new');
  const isMixed = purpose !== 'link' && fresh.length < accounts.length;
  return (
    <>
      {grown.length > 0 ? (
        <Notice className="mb-4" title="Now allowed">
          {grown.map(({ id, name, more }) => (
            <p key={id}>
              {name}: {more.map((one) => permissionTitles[one]).join(', ')}
            </p>
          ))}
          <p>What was allowed before stays, and so does the history.</p>
        </Notice>
      ) : purpose === 'permissions' ? (
        <Notice className="mb-4" title="No account that was here allows more than before">
          What was allowed before stays, and so does the history.
        </Notice>
      ) : null}
      {isMixed && fresh.length > 0 ? (
        <Notice className="mb-4" title="Newly linked">
          {fresh.map(({ name }) => name).join(', ')}: not here before, and read from now on like the others.
        </Notice>
      ) : null}
      {purpose !== 'permissions' && accounts.some(({ kind }) => kind === 'known') ? (
        <Notice className="mb-4" title="Linked before">
          You already had {accounts.length === 1 ? 'this account' : 'some of these accounts'} here. Their history
          continues, and nothing is doubled.
        </Notice>
      ) : null}
    </>
  );
}

const linkedWords = (count: number) => (count === 1 ? 'Linked' : `${count} accounts linked`);
