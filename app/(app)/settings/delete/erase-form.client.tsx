'use client';

import { useActionState } from 'react';
import { fieldError, typed, untried } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { eraseAction } from '../actions.ts';

export function EraseForm({ phrase }: { phrase: string }) {
  const [state, action] = useActionState(eraseAction, untried);
  return (
    <form action={action} noValidate className="grid gap-4">
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
