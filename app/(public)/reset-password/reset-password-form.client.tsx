'use client';

import { fieldError } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { resetPasswordAction } from '../actions.ts';

export function ResetPasswordForm({ token, shortestPassword }: { token: string; shortestPassword: number }) {
  const { state, form } = useForm(resetPasswordAction);
  const passwordError = fieldError(state, 'password');
  return (
    <form {...form} noValidate className="grid gap-4">
      <ProblemNotice
        state={state}
        own={{
          'invalid-link': {
            title: 'This link no longer works',
            text: 'It was used already, or an hour has passed. Ask for a new one.',
          },
        }}
        action={{
          'invalid-link': (
            <ButtonLink href="/forgot-password" size="small">
              Ask for a new link
            </ButtonLink>
          ),
        }}
      />
      <input type="hidden" name="token" value={token} />
      <Field
        label="New password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={shortestPassword}
        hint={passwordError ? undefined : `At least ${shortestPassword} characters. Several words in a row work well.`}
        error={passwordError}
      />
      <SubmitButton busy="Setting…" className="justify-self-start">
        Set the password
      </SubmitButton>
    </form>
  );
}
