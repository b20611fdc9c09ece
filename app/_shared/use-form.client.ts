'use client';

import { unstable_isUnrecognizedActionError } from 'next/navigation';
import { type FormEvent, startTransition, useActionState } from 'react';
import { type FormState, untried } from './form-state.ts';

type Action<T> = (previous: FormState<T>, form: FormData) => Promise<FormState<T>>;

/**
 * A form that sends itself to `action`: its state, and what is spread onto the `<form>`. What was typed stays as it is when
 * the answer comes, and when none comes. Without script the form goes to the same action by itself. One whose last try failed
 * is marked: what stands in it is not taken over yet (`isUnsent`).
 */
export function useForm<T>(action: Action<T>) {
  // The server makes of its own action, and of nothing around it, a form that works without script.
  const [state, send, isPending] = useActionState<FormState<T>, FormData>(
    typeof window === 'undefined'
      ? action
      : (previous, form) => answerOf(previous as FormState<T>, (before) => action(before, form)),
    untried as Awaited<FormState<T>>,
  );
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    // Sent from here and not by the framework, which empties a form once it is answered.
    event.preventDefault();
    const form = new FormData(event.currentTarget, (event.nativeEvent as SubmitEvent).submitter);
    startTransition(() => send(form));
  }
  return { state, isPending, form: { action: send, onSubmit, 'data-failed': state.ok === false || undefined } };
}

/**
 * What the server answers; or that it did not, with what an earlier answer had filled in. What throws here and has no number
 * of the server's was thrown because no answer came, or none that could be read. The server's own errors, and what steers (a
 * redirect, a 404), go on.
 */
export async function answerOf<T>(
  before: FormState<T>,
  send: (before: FormState<T>) => Promise<FormState<T>>,
): Promise<FormState<T>> {
  const kept = before.values && { values: before.values };
  try {
    return await send(before);
  } catch (error) {
    if (unstable_isUnrecognizedActionError(error)) return { ok: false, code: 'outdated', ...kept };
    if (error instanceof Error && !('digest' in error)) return { ok: false, code: 'no-answer', ...kept };
    throw error;
  }
}
