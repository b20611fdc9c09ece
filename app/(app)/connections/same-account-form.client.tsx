'use client';

import { useId } from 'react';
import type { FormState } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';

type Action = (previous: FormState<{ accountId: string }>, form: FormData) => Promise<FormState<{ accountId: string }>>;

/** The person's word on whether two accounts are one; `does` says what each answer does. */
export function SameAccountForm({
  action,
  questionId,
  does,
}: {
  action: Action;
  questionId: string;
  does: { same: string; different: string };
}) {
  const { state, form } = useForm(action);
  return (
    <form {...form} className="grid max-w-3xl gap-3">
      <ProblemNotice state={state} />
      <input type="hidden" name="questionId" value={questionId} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Answer value="same" does={does.same}>
          Same account: one history
        </Answer>
        <Answer value="different" does={does.different}>
          Different accounts: keep apart
        </Answer>
      </div>
      <p className="text-sm text-muted">Neither answer can be changed later.</p>
    </form>
  );
}

function Answer({ value, does, children }: { value: 'same' | 'different'; does: string; children: string }) {
  const id = useId();
  return (
    <div className="grid content-start justify-items-start gap-2">
      <SubmitButton look="quiet" name="answer" value={value} aria-describedby={id}>
        {children}
      </SubmitButton>
      <p id={id} className="text-sm text-muted">
        {does}
      </p>
    </div>
  );
}
