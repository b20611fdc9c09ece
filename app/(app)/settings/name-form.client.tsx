'use client';

import { fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { saveNameAction } from './actions.ts';
import { Saved } from './saved.tsx';

export function NameForm({ name }: { name: string }) {
  const { state, form } = useForm(saveNameAction);
  return (
    <form {...form} noValidate className="grid gap-3">
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
