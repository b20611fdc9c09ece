'use client';

import { fieldError, typed } from '#app/_shared/form-state.ts';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import { useForm } from '#app/_shared/use-form.client.ts';
import { Field, SelectInput } from '#components/ui/field.tsx';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { saveTimeZoneAction } from './actions.ts';
import { Saved } from './saved.tsx';

/** The zone in which days are counted; `offered` is empty when it can no longer be changed. */
export function TimeZoneForm({ zone, offered }: { zone: string; offered: readonly string[] }) {
  const { state, form } = useForm(saveTimeZoneAction);
  if (offered.length === 0) {
    return (
      <div>
        <p className="text-sm font-medium">Time zone</p>
        <p className="mt-1">{zone.replaceAll('_', ' ')}</p>
        <p className="mt-1 max-w-prose text-sm text-muted">
          Days begin and end here. It stays as it is once a bank is linked: every stored day was cut in it.
        </p>
      </div>
    );
  }
  const shown = typed(state, 'timeZone', zone);
  return (
    <form {...form} className="grid gap-3">
      <ProblemNotice
        state={state}
        own={{
          'has-rows': {
            title: 'The time zone stays as it is',
            text: 'A bank has been linked in the meantime, and every stored day was cut in the old zone.',
          },
        }}
      />
      <div className="flex flex-wrap items-start gap-3">
        <Field
          label="Time zone"
          name="timeZone"
          hint="Days begin and end here. It can be changed until the first bank is linked."
          error={fieldError(state, 'timeZone')}
          className="min-w-0 flex-1 basis-56"
        >
          {(control) => (
            // Made anew for another choice: what a list first showed is what it counts as unsent against.
            <SelectInput key={shown} {...control} defaultValue={shown}>
              {offered.map((name) => (
                <option key={name} value={name}>
                  {name.replaceAll('_', ' ')}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        <SubmitButton look="quiet" busy="Saving…" className="sm:mt-6.5">
          Save the zone
        </SubmitButton>
      </div>
      <Saved state={state} words="Saved." />
    </form>
  );
}
