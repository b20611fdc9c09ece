'use client';

import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { FormState } from '#app/_shared/form-state.ts';
import { SignInAgain } from '#app/_shared/sign-in-again.client.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { type Problem, problemWords } from '#app/_shared/words.ts';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import type { RefreshOutcome } from '#lib/sync/refresh-account.ts';
import type { RefreshOffer } from './refresh-offer.ts';

type Action = (previous: FormState<null>, form: FormData) => Promise<FormState<null>>;

const problems: Record<Exclude<RefreshOutcome, { ok: true }>['code'] | 'signed-out', Problem> = {
  'not-yet': { title: 'Not yet', text: 'The bank cannot be asked again yet.' },
  inactive: { title: 'Sign in again', text: 'The bank asks you to sign in again before it answers.' },
  'bank-unavailable': {
    title: 'The bank did not answer',
    text: 'The bank did not answer. What was read stays; try again later.',
  },
  disconnected: {
    title: 'Disconnected',
    text: 'The account is disconnected at the bank. What was read stays; nothing new comes.',
  },
  'not-permitted': {
    title: 'Not allowed',
    text: 'Neither balances nor transactions may be read for this account, so there is nothing to ask for.',
  },
  'signed-out': { title: 'You are signed out', text: 'Your session has ended, so the bank was not asked.' },
  'bank-refused': { title: 'The bank refused', text: 'The bank refused the question. What was read stays.' },
};

/** Asks the bank now, when the bank allows it; otherwise says from when. Afterwards what came of it. */
export function RefreshButton({
  action,
  accountId,
  offer,
  run,
}: {
  action: Action;
  accountId: string;
  offer: RefreshOffer;
  /** the newest reading, and what came of it; without words while it goes on */
  run: { id: string; words: string | null } | null;
}) {
  const { state, form } = useForm(action);
  // A failure is news until the next reading is: what that one brought is said instead.
  const [told, setTold] = useState({ state, after: run?.id });
  if (told.state !== state) setTold({ state, after: run?.id });
  const failure = state.ok === false && told.after === run?.id ? state : null;
  const lastRun = run?.words ?? null;
  if (offer.kind === 'none') return null;
  const words = failure
    ? problemWords(failure, problems)?.text
    : offer.kind === 'asking'
      ? 'The bank is being asked.'
      : offer.kind === 'not-now'
        ? [lastRun, offer.words].filter(Boolean).join(' ')
        : lastRun;
  return (
    <form {...form} className="flex flex-col gap-1 md:items-end">
      <input type="hidden" name="accountId" value={accountId} />
      <SubmitButton
        look="quiet"
        disabled={offer.kind !== 'offered'}
        busy="Asking the bank"
        icon={<RefreshCw aria-hidden className="size-4" />}
      >
        {offer.kind === 'asking' ? 'Asking the bank' : 'Refresh'}
      </SubmitButton>
      <p role="status" className="max-w-xs text-sm text-muted md:text-right">
        {words}
      </p>
      {failure?.code === 'signed-out' ? <SignInAgain /> : null}
    </form>
  );
}
