'use client';

import { type FormState, fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { Field } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';

type Action = (previous: FormState<null>, form: FormData) => Promise<FormState<null>>;

/** The person's own name for an account; left empty, the bank's stands. */
export function RenameForm({
  action,
  accountId,
  name,
  bankName,
}: {
  action: Action;
  accountId: string;
  name: string;
  bankName: string;
}) {
  const { state, form } = useForm(action);
  return (
    <form {...form} className="grid gap-2">
      <ProblemNotice state={state} />
      <input type="hidden" name="accountId" value={accountId} />
      <Field
        name="name"
        label="Your name for it"
        hint={`Leave it empty to use the bank’s: ${bankName}`}
        placeholder={bankName}
        defaultValue={typed(state, 'name', name)}
        error={fieldError(state, 'name')}
        autoComplete="off"
      />
      <div className="flex items-center gap-3">
        <SubmitButton look="quiet" size="small" busy="Saving">
          Save the name
        </SubmitButton>
        <p role="status" className="text-sm text-muted">
          {state.ok === true ? 'Saved.' : ''}
        </p>
      </div>
    </form>
  );
}

const netWorthProblems = {
  disconnected: { title: 'Disconnected', text: 'A disconnected account is not in net worth. Nothing was changed.' },
  undecided: {
    title: 'Not decided yet',
    text: 'It may be an account that you have here already: until that is decided it is not in net worth. Nothing was changed.',
  },
};

/** Whether the account counts toward net worth: one button that says what it will do. */
export function NetWorthForm({
  action,
  accountId,
  inNetWorth,
}: {
  action: Action;
  accountId: string;
  inNetWorth: boolean;
}) {
  const { state, form } = useForm(action);
  return (
    <form {...form} className="grid gap-2 border-t border-line pt-4">
      <ProblemNotice state={state} own={netWorthProblems} />
      <input type="hidden" name="accountId" value={accountId} />
      <input type="hidden" name="inNetWorth" value={String(!inNetWorth)} />
      <p role="status" className="text-sm">
        {inNetWorth ? 'Counts toward net worth.' : 'Left out of net worth. Its rows and its proof go on as before.'}
      </p>
      <SubmitButton look="quiet" size="small" busy="Saving" className="justify-self-start">
        {inNetWorth ? 'Leave it out of net worth' : 'Count it toward net worth'}
      </SubmitButton>
    </form>
  );
}
