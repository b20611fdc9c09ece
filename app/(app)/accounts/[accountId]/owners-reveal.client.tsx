'use client';

import { Eye } from 'lucide-react';
import { useActionState } from 'react';
import { type FormState, untried } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';

export type OwnerFacts = { name: string; email: string | null; phone: string | null; address: string | null };
type Action = (previous: FormState<OwnerFacts[]>, form: FormData) => Promise<FormState<OwnerFacts[]>>;

/** Fetches the owners of an account when they are asked for, and not before. */
export function OwnersReveal({ action, accountId }: { action: Action; accountId: string }) {
  const [state, send] = useActionState(action, untried);
  if (state.ok === true) {
    return (
      <ul className="grid gap-3">
        {state.value.map((owner) => (
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
    );
  }
  return (
    <form action={send} className="grid justify-items-start gap-3">
      <ProblemNotice state={state} />
      <input type="hidden" name="accountId" value={accountId} />
      <SubmitButton look="quiet" size="small" busy="Opening" icon={<Eye aria-hidden className="size-4" />}>
        Show the owners
      </SubmitButton>
    </form>
  );
}
