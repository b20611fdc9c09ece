'use client';

import { fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { Field } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { forgotPasswordAction } from '../actions.ts';

export function ForgotPasswordForm({ inboxUrl }: { inboxUrl: string | null }) {
  const { state, form } = useForm(forgotPasswordAction);
  return (
    <form {...form} noValidate className="grid gap-4">
      <ProblemNotice state={state} />
      {state.ok ? (
        <Notice tone="done" title="If we know this address, an e-mail is on its way" live>
          <p>Its link sets a new password. It works once, for one hour. Look into the spam folder too.</p>
          {inboxUrl ? (
            <p className="mt-2">
              <a href={inboxUrl} className="font-medium underline underline-offset-4">
                Read the mail
              </a>
            </p>
          ) : null}
        </Notice>
      ) : null}
      <Field
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        required
        defaultValue={typed(state, 'email')}
        error={fieldError(state, 'email')}
      />
      <SubmitButton busy="Sending…" look={state.ok ? 'quiet' : 'primary'} className="justify-self-start">
        {state.ok ? 'Send it again' : 'Send the e-mail'}
      </SubmitButton>
    </form>
  );
}
