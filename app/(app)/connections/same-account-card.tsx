import { rowsHref } from '#app/_shared/rows-href.ts';
import { sameAccountWords } from '#app/_shared/same-account-words.ts';
import { Card } from '#components/ui/card.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import type { SameAccountQuestion } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { shortDay } from '#lib/dates/words.ts';
import { answerRelink } from './actions.ts';
import { answerWords } from './answer-words.ts';
import { SameAccountForm } from './same-account-form.client.tsx';

/** Asks whether a newly linked account continues an earlier one, and shows what their rows say and what an answer does. */
export function SameAccountCard({
  question,
  here,
  isEditor,
}: {
  question: SameAccountQuestion;
  here: Here;
  isEditor: boolean;
}) {
  const { evidence, accountName, institutionName, last4 } = question;
  return (
    <Card id={`question-${question.id}`} title={sameAccountWords(question)} className="scroll-mt-4">
      <p className="mb-3 max-w-prose text-muted">
        {institutionName} gave {accountName} as an account that is new here
        {last4 ? `; it ends in ${last4}, as the earlier one does` : ''}. {evidenceWords(question, here)}
      </p>
      {evidence.from ? (
        <dl className="mb-4 grid max-w-xl grid-cols-2 gap-4 sm:grid-cols-4">
          <Count label="agree" count={evidence.agreeing} />
          <Count label="agree but for the text or the day" count={evidence.alike} />
          <Count label="only in the earlier one" count={evidence.onlyExisting} />
          <Count label="only in the new one" count={evidence.onlyIncoming} />
        </dl>
      ) : null}
      {question.isUnread ? null : <BothRows question={question} />}
      {isEditor ? (
        <SameAccountForm action={answerRelink} questionId={question.id} does={answerWords(question)} />
      ) : (
        <p className="text-sm text-muted">An editor of this household can answer.</p>
      )}
    </Card>
  );
}

/** What the rows say, and what it means: also where they say little. */
function evidenceWords({ evidence, institutionName, isUnread }: SameAccountQuestion, here: Here): string {
  if (isUnread) {
    return `${institutionName} has not given its rows, so there is nothing to compare and only you can tell.`;
  }
  if (evidence.from === null) return 'There are no days that both have rows for, so only you can tell.';
  const since = `Since ${shortDay(evidence.from, here.today)}`;
  if (evidence.agreeing > 0) return `${since} their rows compare like this:`;
  return evidence.alike > 0
    ? `${since} no rows agree word for word. Banks do reword and redate their rows; without that they compare like this:`
    : `${since} no rows agree, which speaks for two accounts:`;
}

/** Leads to the posted rows of both, from the day from which they are compared: what differs can be looked at there. */
function BothRows({ question }: { question: SameAccountQuestion }) {
  const { accountId, accountName, candidateId, candidateName, currency } = question;
  const from = question.evidence.from;
  const href = (id: string) => rowsHref({ accountIds: [id], from, status: 'posted' }, currency);
  return (
    <p className="mb-4 max-w-prose">
      See the rows of <TextLink href={href(candidateId)}>the earlier {candidateName}</TextLink> and of{' '}
      <TextLink href={href(accountId)}>the new {accountName}</TextLink>
      {from ? ' from that day on' : ''}.
    </p>
  );
}

function Count({ label, count }: { label: string; count: number }) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-2xl font-semibold">{count}</dd>
    </div>
  );
}
