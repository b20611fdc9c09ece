'use client';

import type { FormState } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';

type Action = (previous: FormState<{ accountId: string }>, form: FormData) => Promise<FormState<{ accountId: string }>>;

/** The person's word on whether two accounts are one. */
export function SameAccountForm({ action, questionId }: { action: Action; questionId: string }) {
  const { state, form } = useForm(action);
  return (
    <form {...form} className="grid gap-3">
      <ProblemNotice state={state} />
      <input type="hidden" name="questionId" value={questionId} />
      <div className="flex flex-wrap gap-2">
        <SubmitButton look="quiet" name="answer" value="same">
          Same account: one history
        </SubmitButton>
        <SubmitButton look="quiet" name="answer" value="different">
          Different accounts: keep apart
        </SubmitButton>
      </div>
    </form>
  );
}
