'use client';

import { useEffect, useRef } from 'react';
import { fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { waitWords } from '#app/_shared/words.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { signInAction } from '../actions.ts';

export function SignInForm({ next }: { next: string }) {
  const { state, form } = useForm(signInAction);
  const password = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // One that was refused is typed anew: nobody can see what is wrong with it.
    const isRefused = state.ok === false && (state.code === 'no-match' || state.code === 'paused');
    if (isRefused && password.current) password.current.value = '';
  }, [state]);
  const wait = waitWords(state.ok === false ? (state.waitMs ?? 0) : 0);
  return (
    <form {...form} noValidate className="grid gap-4">
      <ProblemNotice
        state={state}
        own={{
          'no-match': {
            title: 'E-mail and password do not match',
            text: 'Check both. After five tries in a row the account pauses for a while.',
          },
          paused: {
            title: `This account pauses for ${wait}`,
            text: 'There were five tries in a row that did not match. A new password, set by mail, lets you in at once.',
          },
        }}
        action={{
          paused: (
            <ButtonLink href="/forgot-password" size="small">
              Set a new password
            </ButtonLink>
          ),
        }}
      />
      <input type="hidden" name="next" value={next} />
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
        ref={password}
        type="password"
        autoComplete="current-password"
        required
        error={fieldError(state, 'password')}
      />
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <SubmitButton busy="Signing in…">Sign in</SubmitButton>
        <TextLink href="/forgot-password" className="inline-flex min-h-11 items-center text-sm text-muted">
          Forgot the password?
        </TextLink>
      </div>
    </form>
  );
}
