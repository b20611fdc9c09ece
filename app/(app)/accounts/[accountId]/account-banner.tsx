import { earlierWords, sameAccountWords } from '#app/_shared/same-account-words.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { AccountView } from '#lib/accounts/view.ts';
import { type Here, momentDayWords, momentWords } from '#lib/dates/moment-words.ts';

/** The one thing that is wrong with an account, whose turn it is, and what still works. Nothing when nothing is. */
export function AccountBanner({ account, here }: { account: AccountView; here: Here }) {
  const { proof, sameAccountQuestion: question, expectedDeactivationAt: ends } = account;
  if (question) {
    return (
      <Notice
        tone="info"
        title={
          question.isEarlier
            ? sameAccountWords(question)
            : `Is this the same account as ${earlierWords(account.name, question.candidateName)}?`
        }
        action={<ButtonLink href={`/connections#question-${question.questionId}`}>Compare them</ButtonLink>}
      >
        Their rows do not settle it. Plumb keeps {question.isEarlier ? 'the new one' : 'this one'} apart, and out of all
        sums, until you decide.
      </Notice>
    );
  }
  if (proof.kind === 'same-account') {
    return (
      <Notice tone="info" title="A newly linked account may be the same one">
        Its rows are compared with these as soon as they are read. There is nothing for you to do so far.
      </Notice>
    );
  }
  if (proof.kind === 'sign-in-again') {
    return (
      <Notice
        tone="warning"
        title={`${account.institutionName} asks you to sign in again`}
        action={
          <ButtonLink href={`/connections/link?relink=${account.id}`} look="primary">
            Sign in again
          </ButtonLink>
        }
      >
        {proof.lastCompleteAt ? `Last complete: ${momentWords(proof.lastCompleteAt, here)}. ` : ''}
        What was read stays and is correct up to then; what happened since is fetched when you are back.
      </Notice>
    );
  }
  if (account.status === 'disconnected') {
    return (
      <Notice
        tone="info"
        title={account.disconnectedAt ? `Disconnected ${momentDayWords(account.disconnectedAt, here)}` : 'Disconnected'}
      >
        The bank gives nothing new for this account, and it is not in net worth. What was read stays until you erase it.
      </Notice>
    );
  }
  if (ends) {
    return (
      <Notice
        tone="info"
        title={`${account.institutionName} will ask you to sign in again by ${momentDayWords(ends, here)}`}
        action={<ButtonLink href={`/connections/link?relink=${account.id}`}>Sign in now</ButtonLink>}
      >
        Signing in before that leaves no gap.
      </Notice>
    );
  }
  return null;
}
