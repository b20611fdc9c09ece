'use client';

import { useActionState } from 'react';
import { fieldError, typed, untried } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { saveNameAction } from './actions.ts';
import { Saved } from './saved.tsx';

export function NameForm({ name }: { name: string }) {
  const [state, action] = useActionState(saveNameAction, untried);
  return (
    <form action={action} noValidate className="grid gap-3">
      <ProblemNotice state={state} />
      <div className="flex flex-wrap items-start gap-3">
        <Field
          label="Name"
          name="name"
          autoComplete="name"
          required
          defaultValue={typed(state, 'name', name)}
          error={fieldError(state, 'name')}
          className="min-w-0 flex-1 basis-56"
        />
        <SubmitButton look="quiet" busy="Saving…" className="sm:mt-6.5">
          Save the name
        </SubmitButton>
      </div>
      <Saved state={state} words="Saved." />
    </form>
  );
}
