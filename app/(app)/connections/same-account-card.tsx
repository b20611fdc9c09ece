import { Card } from '#components/ui/card.tsx';
import type { Here } from '#lib/dates/moment-words.ts';
import { shortDay } from '#lib/dates/words.ts';
import type { RelinkQuestionView } from '#lib/linking/open-questions.ts';
import { answerRelink } from './actions.ts';
import { SameAccountForm } from './same-account-form.client.tsx';

/** Asks whether a newly linked account continues an earlier one, and shows what their rows say. */
export function SameAccountCard({
  question,
  here,
  isEditor,
}: {
  question: RelinkQuestionView;
  here: Here;
  isEditor: boolean;
}) {
  const { evidence, accountName, candidateName } = question;
  return (
    <Card
      id={`question-${question.id}`}
      title={`Is ${accountName} the same account as ${candidateName}?`}
      className="scroll-mt-4"
    >
      <p className="mb-3 max-w-prose text-muted">
        {question.institutionName} gave this account a new number
        {question.last4 ? ` (it ends in ${question.last4}, as the earlier one)` : ''}.
        {evidence.from
          ? ` Since ${shortDay(evidence.from, here.today)} their rows compare like this:`
          : ' There are no days that both have rows for, so only you can tell.'}
      </p>
      {evidence.from ? (
        <dl className="mb-4 grid max-w-md grid-cols-3 gap-4">
          <Count label="agree" count={evidence.agreeing} />
          <Count label="only in the earlier one" count={evidence.onlyExisting} />
          <Count label="only in the new one" count={evidence.onlyIncoming} />
        </dl>
      ) : null}
      {isEditor ? (
        <SameAccountForm action={answerRelink} questionId={question.id} />
      ) : (
        <p className="text-sm text-muted">An editor of this household can answer.</p>
      )}
    </Card>
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
