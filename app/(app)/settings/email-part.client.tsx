'use client';

import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { Badge } from '#components/ui/badge.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { resendConfirmationAction, sendPasswordLinkAction } from './actions.ts';
import { Saved } from './saved.tsx';

/** The address, whether it is confirmed, and the two e-mails that can be asked for. */
export function EmailPart({
  email,
  isConfirmed,
  inboxUrl,
}: {
  email: string;
  isConfirmed: boolean;
  inboxUrl: string | null;
}) {
  const confirmation = useForm(resendConfirmationAction);
  const password = useForm(sendPasswordLinkAction);
  const isSent = confirmation.state.ok || password.state.ok;
  return (
    <div id="email" className="grid gap-3">
      <div>
        <p className="text-sm font-medium">E-mail</p>
        <p className="mt-1 flex flex-wrap items-center gap-2">
          <span className="break-all">{email}</span>
          {isConfirmed ? <Badge tone="proven">confirmed</Badge> : <Badge tone="warning">not confirmed yet</Badge>}
        </p>
        {isConfirmed ? null : (
          <p className="mt-1 max-w-prose text-sm text-muted">
            Open the link in the e-mail we sent. Until then a lost password may be hard to replace; everything else
            works.
          </p>
        )}
      </div>
      <ProblemNotice state={confirmation.state} />
      <ProblemNotice state={password.state} />
      <div className="flex flex-wrap gap-2">
        {isConfirmed ? null : (
          <form {...confirmation.form}>
            <SubmitButton look="quiet" busy="Sending…">
              Send the e-mail again
            </SubmitButton>
          </form>
        )}
        <form {...password.form}>
          <SubmitButton look="quiet" busy="Sending…">
            Set a new password by mail
          </SubmitButton>
        </form>
      </div>
      <Saved state={confirmation.state} words="An e-mail to confirm your address is on its way." />
      <Saved
        state={password.state}
        words="An e-mail to set a new password is on its way. Its link works for one hour."
      />
      {inboxUrl && (isSent || !isConfirmed) ? (
        <p className="text-sm">
          <a
            href={inboxUrl}
            className="inline-flex min-h-6 items-center underline underline-offset-4 hover:text-accent"
          >
            Read the mail
          </a>
        </p>
      ) : null}
    </div>
  );
}
