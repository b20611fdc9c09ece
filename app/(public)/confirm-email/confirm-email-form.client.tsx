'use client';

import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { confirmEmailAction } from '../actions.ts';

const toSettings = (
  <ButtonLink href="/settings#email" size="small">
    Ask for a new link
  </ButtonLink>
);

export function ConfirmEmailForm({ token }: { token: string }) {
  const { state, form } = useForm(confirmEmailAction);
  if (state.ok) {
    return (
      <div className="grid gap-4">
        <Notice tone="done" title="Your address is confirmed" live>
          Thank you. There is nothing more to do.
        </Notice>
        <ButtonLink href="/overview" look="primary" className="justify-self-start">
          Go to Plumb
        </ButtonLink>
      </div>
    );
  }
  return (
    <form {...form} className="grid gap-4">
      <ProblemNotice
        state={state}
        own={{
          expired: {
            title: 'This link is older than three days',
            text: 'Your account works as before. A new link confirms the address.',
          },
          invalid: {
            title: 'This link does not fit',
            text: 'Perhaps a part of it is missing. Open it once more from the e-mail, or ask for a new one.',
          },
        }}
        action={{ expired: toSettings, invalid: toSettings }}
      />
      <input type="hidden" name="token" value={token} />
      <SubmitButton busy="Confirming…" className="justify-self-start">
        Confirm this address
      </SubmitButton>
    </form>
  );
}
