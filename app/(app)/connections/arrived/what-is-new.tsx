import { earlierWords } from '#app/_shared/same-account-words.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { SameAccountQuestion } from '#lib/accounts/view.ts';
import type { Arrived } from '#lib/linking/arrived-query.ts';
import { permissionTitles } from '../permission-words.ts';

/** What an attempt was opened for and what it brought, with the accounts' names and what is to be answered about them. */
export type Told = {
  purpose: Arrived['purpose'];
  accounts: readonly (Arrived['accounts'][number] & { name: string })[];
  questions: readonly Pick<SameAccountQuestion, 'id' | 'accountName' | 'candidateName'>[];
};

/** The heading: what came of it, whatever it was opened for. */
export function titleOf({ purpose, accounts, questions }: Told): string {
  const others = accounts.filter(({ kind }) => kind !== 'known');
  if (purpose === 'link') return linkedWords(accounts.length);
  if (purpose === 'relink') {
    if (questions.length > 0) return 'Signed in, with a question left';
    return accounts.every(({ kind }) => kind === 'new') ? linkedWords(accounts.length) : 'Signed in again';
  }
  if (accounts.some(({ more }) => more.length > 0)) return 'More is allowed';
  return others.length > 0 ? linkedWords(others.length) : 'Nothing more is allowed';
}

/** What is to be answered, what was allowed now, what was linked besides, and that an account was here before. */
export function WhatIsNew({ purpose, accounts, questions }: Told) {
  const grown = accounts.filter(({ more }) => more.length > 0);
  const fresh = accounts.filter(({ kind }) => kind === 'new');
  const known = accounts.filter(({ kind }) => kind === 'known').length;
  const isMixed = purpose !== 'link' && fresh.length < accounts.length;
  return (
    <>
      {questions.map(({ id, accountName, candidateName }) => (
        <Notice
          key={id}
          className="mb-4"
          tone="warning"
          title={`Plumb could not tell whether the new ${accountName} is the same account as ${earlierWords(accountName, candidateName)}`}
          action={<ButtonLink href={`/connections#question-${id}`}>Compare them</ButtonLink>}
        >
          Until you answer both stand here, and the new one is left out of all sums.
        </Notice>
      ))}
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
      {purpose !== 'permissions' && known > 0 ? (
        <Notice className="mb-4" title="Linked before">
          You already had {knownWords(known, accounts.length)} here. {known === 1 ? 'Its' : 'Their'} history continues,
          and none of it is doubled.
        </Notice>
      ) : null}
    </>
  );
}

function knownWords(known: number, count: number): string {
  if (known === count) return known === 1 ? 'this account' : 'these accounts';
  return `${known === 1 ? 'one' : 'some'} of these accounts`;
}

const linkedWords = (count: number) => (count === 1 ? 'Linked' : `${count} accounts linked`);
