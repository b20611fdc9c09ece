'use client';

import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import type { ButtonLook } from '#components/ui/button.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { tryDemoAction } from '../actions.ts';

/** Opens a demo household of the visitor's own. Shown only where there is one to open. */
export function TryDemo({
  look = 'quiet',
  words = 'Try the demo',
  isInRow = false,
}: {
  look?: NonNullable<ButtonLook['look']>;
  words?: string;
  /** stands in a row that wraps: what went wrong then has a line of its own below the row */
  isInRow?: boolean;
}) {
  const { state, form } = useForm(tryDemoAction);
  return (
    <form {...form} className={isInRow ? 'contents' : 'grid gap-3'}>
      <SubmitButton look={look} busy="Opening a demo…">
        {words}
      </SubmitButton>
      <div className={isInRow ? 'order-last basis-full empty:hidden' : 'empty:hidden'}>
        <ProblemNotice
          state={state}
          own={{
            'demo-down': {
              title: 'The demo cannot be opened now',
              text: 'The bank that plays along does not answer. Try again in a minute; everything else works.',
            },
            'too-many': {
              title: 'Enough demos for now',
              text: 'Many were opened from your network. Try again in an hour.',
            },
          }}
        />
      </div>
    </form>
  );
}
