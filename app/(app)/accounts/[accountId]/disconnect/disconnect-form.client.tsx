'use client';

import { type FormState, fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';

type Action = (previous: FormState<null>, form: FormData) => Promise<FormState<null>>;

const problems = {
  'bank-unavailable': {
    title: 'The bank did not answer',
    text: 'The account is still connected and nothing was erased. Try again in a while.',
  },
  'bank-refused': { title: 'The bank refused', text: 'The account is still connected and nothing was erased.' },
};

/** Ends the connection at the bank, with the choice of what becomes of what was read. */
export function DisconnectForm({
  action,
  accountId,
  institutionName,
  rows,
  rowCount,
  isDisconnected,
}: {
  action: Action;
  accountId: string;
  institutionName: string;
  /** what was read, in words */
  rows: string;
  rowCount: number;
  isDisconnected: boolean;
}) {
  const { state, form } = useForm(action);
  const chosen = typed(state, 'choice', isDisconnected ? 'erase' : 'keep');
  const count = rowCount.toLocaleString('en-US');
  const erased = rowCount === 0 ? 'what was read' : rowCount === 1 ? '1 transaction' : `${count} transactions`;
  const unconfirmed = fieldError(state, 'confirmed');
  return (
    <form {...form} className="group/disconnect grid gap-5">
      <ProblemNotice state={state} own={problems} />
      <input type="hidden" name="accountId" value={accountId} />
      <p>
        {isDisconnected
          ? `${institutionName} already gives nothing new for this account.`
          : `${institutionName} is told to give nothing more to Plumb for this account. To come back, link it again.`}
      </p>
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">What was read so far ({rows})</legend>
        {isDisconnected ? null : (
          <Choice value="keep" title="Keep it" isDefault={chosen === 'keep'}>
            Rows and balances stay to look at and to search. They leave net worth.
          </Choice>
        )}
        <Choice value="erase" title="Erase it" isDefault={chosen === 'erase'}>
          Rows, balances, owners and the log of this account are erased for good. A receipt stays that says so.
        </Choice>
        {fieldError(state, 'choice') ? (
          <p className="text-sm font-medium text-danger">{fieldError(state, 'choice')}</p>
        ) : null}
      </fieldset>
      <div className="hidden group-has-[[value=erase]:checked]/disconnect:block">
        <label className="flex min-h-11 cursor-pointer items-center gap-3 font-medium">
          <input
            type="checkbox"
            name="confirmed"
            value="yes"
            className="size-5 shrink-0"
            aria-invalid={unconfirmed ? true : undefined}
            aria-describedby={unconfirmed ? 'unconfirmed' : undefined}
          />
          Erase {erased} for good: there is no way back
        </label>
        {unconfirmed ? (
          <p id="unconfirmed" className="text-sm font-medium text-danger">
            {unconfirmed}
          </p>
        ) : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {isDisconnected ? null : (
          <span className="contents group-has-[[value=erase]:checked]/disconnect:hidden">
            <SubmitButton look="danger" busy="Disconnecting">
              Disconnect
            </SubmitButton>
          </span>
        )}
        <span className="hidden group-has-[[value=erase]:checked]/disconnect:contents">
          <SubmitButton
            look="danger"
            busy="Erasing"
            className="max-sm:h-auto max-sm:min-h-11 max-sm:py-2 max-sm:whitespace-normal"
          >
            {isDisconnected ? `Erase ${erased}` : `Disconnect and erase ${erased}`}
          </SubmitButton>
        </span>
        <ButtonLink href={`/accounts/${accountId}`}>Back</ButtonLink>
      </div>
    </form>
  );
}

function Choice({
  value,
  title,
  children,
  isDefault,
}: {
  value: string;
  title: string;
  children: string;
  isDefault: boolean;
}) {
  return (
    <label className="flex cursor-pointer items-start gap-3 rounded-xl border border-line p-4 has-checked:border-accent has-checked:bg-accent-soft">
      <input type="radio" name="choice" value={value} defaultChecked={isDefault} className="mt-0.5 size-5 shrink-0" />
      <span>
        <span className="block font-medium">{title}</span>
        <span className="block text-sm text-muted">{children}</span>
      </span>
    </label>
  );
}
