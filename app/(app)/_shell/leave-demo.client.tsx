'use client';

import { useForm } from '#app/_shared/use-form.client.ts';
import { problemWords } from '#app/_shared/words.ts';
import { leaveDemoAction } from '../settings/actions.ts';

/** Leaves the demo, which deletes it. Looks like a word of the sentence it stands beside. */
export function LeaveDemo() {
  const { state, form, isPending } = useForm(leaveDemoAction);
  return (
    <form {...form} className="flex flex-wrap justify-center gap-x-3">
      <button
        type="submit"
        aria-disabled={isPending || undefined}
        onClick={(event) => {
          if (isPending) event.preventDefault();
        }}
        className="inline-flex min-h-6 items-center font-medium underline underline-offset-4"
      >
        {isPending ? 'Deleting the demo…' : 'Leave the demo'}
      </button>
      <span role="alert">{problemWords(state)?.text}</span>
    </form>
  );
}
