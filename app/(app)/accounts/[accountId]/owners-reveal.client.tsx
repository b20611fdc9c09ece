'use client';

import { Eye, EyeOff } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import { type FormState, untried } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';

export type OwnerFacts = { name: string; email: string | null; phone: string | null; address: string | null };
type Action = (previous: FormState<OwnerFacts[]>, form: FormData) => Promise<FormState<OwnerFacts[]>>;

/** Fetches the owners of an account when they are asked for, and not before; the same button hides them again. */
export function OwnersReveal({ action, accountId }: { action: Action; accountId: string }) {
  const { state, form } = useForm(action);
  const [hidden, setHidden] = useState<typeof state>(untried);
  const owners = state.ok === true && state !== hidden ? state.value : null;
  function hide(event: MouseEvent) {
    event.preventDefault();
    setHidden(state);
  }
  const Icon = owners ? EyeOff : Eye;
  return (
    <form {...form} className="grid gap-3">
      <ProblemNotice state={state} />
      <input type="hidden" name="accountId" value={accountId} />
      <SubmitButton
        look="quiet"
        size="small"
        busy="Opening"
        icon={<Icon aria-hidden className="size-4" />}
        aria-expanded={owners !== null}
        className="justify-self-start"
        {...(owners && { onClick: hide })}
      >
        {owners ? 'Hide the owners' : 'Show the owners'}
      </SubmitButton>
      <ul aria-live="polite" className="grid gap-3 empty:hidden">
        {owners?.map((owner) => (
          <li key={[owner.name, owner.email, owner.address].join()} className="rounded-lg bg-sunken px-3 py-2">
            <p className="font-medium">{owner.name}</p>
            {[owner.email, owner.phone, owner.address].filter(Boolean).map((line) => (
              <p key={line} className="text-sm break-words text-muted">
                {line}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </form>
  );
}
