import { Check } from 'lucide-react';
import type { FormState } from '#app/_shared/form-state.ts';

/** Says that it worked, at the form; the place is there from the start, so that readers hear it. */
export function Saved({ state, words }: { state: FormState<unknown>; words: string }) {
  return (
    <p role="status" className="text-sm font-medium text-proven empty:hidden">
      {state.ok ? (
        <span className="inline-flex items-center gap-1.5">
          <Check aria-hidden className="size-4" strokeWidth={2} />
          {words}
        </span>
      ) : null}
    </p>
  );
}
