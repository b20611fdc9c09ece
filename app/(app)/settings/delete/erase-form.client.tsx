'use client';

import { fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { eraseAction } from '../actions.ts';

export function EraseForm({ phrase }: { phrase: string }) {
  const { state, form } = useForm(eraseAction);
  return (
    <form {...form} noValidate className="grid gap-4">
      <ProblemNotice state={state} />
      <Field
        label={`Type “${phrase}” to confirm`}
        name="phrase"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        required
        defaultValue={typed(state, 'phrase')}
        error={fieldError(state, 'phrase')}
      />
      <SubmitButton look="danger" busy="Deleting…" className="justify-self-start">
        Delete everything for good
      </SubmitButton>
    </form>
  );
}
