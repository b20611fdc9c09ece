'use client';

import { useEffect, useRef } from 'react';
import { fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { doorTo } from '../_parts/query.ts';
import { signUpAction } from '../actions.ts';

export function SignUpForm({ next, shortestPassword }: { next: string; shortestPassword: number }) {
  const { state, form } = useForm(signUpAction);
  const zone = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (zone.current) zone.current.value = Intl.DateTimeFormat().resolvedOptions().timeZone;
  });
  const passwordError = fieldError(state, 'password');
  return (
    <form {...form} noValidate className="grid gap-4">
      <ProblemNotice
        state={state}
        own={{
          taken: {
            title: 'This address already has an account',
            text: 'Nothing about it was changed. If it is yours, sign in, or set a new password by mail.',
          },
        }}
        action={{
          taken: (
            <ButtonLink href={doorTo('/sign-in', next)} size="small">
              Sign in
            </ButtonLink>
          ),
        }}
      />
      <input type="hidden" name="next" value={next} />
      {/* The zone in which days are counted. Without JavaScript it stays empty, and can be set before the first bank. */}
      <input type="hidden" name="timeZone" ref={zone} suppressHydrationWarning />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        defaultValue={typed(state, 'name')}
        error={fieldError(state, 'name')}
      />
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
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={shortestPassword}
        hint={passwordError ? undefined : `At least ${shortestPassword} characters. Several words in a row work well.`}
        error={passwordError}
      />
      <SubmitButton busy="Creating your account…" className="justify-self-start">
        Create account
      </SubmitButton>
    </form>
  );
}
