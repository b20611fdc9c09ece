'use client';

import { useLayoutEffect } from 'react';
import { ProblemNotice } from '#app/_shared/problem-notice.tsx';
import type { Sight } from '#app/_shared/sight.ts';
import { useForm } from '#app/_shared/use-form.client.ts';
import { SubmitButton } from '#components/ui/submit-button.client.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { showAmountsHidden, useAmountsHidden } from '../_shell/hide-amounts.client.tsx';
import { saveSightAction } from './actions.ts';
import { Saved } from './saved.tsx';

const themes = [
  ['system', 'As this device', 'Light by day, dark by night, if the device does so.'],
  ['light', 'Light', null],
  ['dark', 'Dark', null],
] as const;

export function SightForm({ theme, hideAmounts }: Sight) {
  const { state, form } = useForm(saveSightAction);
  const isHidden = useAmountsHidden(hideAmounts);
  useLayoutEffect(() => {
    if (state.ok) showAmountsHidden(state.value.hideAmounts);
  }, [state]);
  return (
    <form {...form} className="grid gap-5">
      <ProblemNotice state={state} />
      <fieldset>
        <legend className="mb-2 text-sm font-medium">Theme</legend>
        <div className="grid gap-2 sm:grid-cols-3">
          {themes.map(([value, label, hint]) => (
            <label
              key={value}
              className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-lg border border-edge px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
              {...(hint ? { title: hint } : {})}
            >
              <input
                key={theme}
                type="radio"
                name="theme"
                value={value}
                defaultChecked={theme === value}
                className="size-4"
              />
              {label}
            </label>
          ))}
        </div>
      </fieldset>
      <Switch
        key={String(isHidden)}
        name="hideAmounts"
        label="Hide amounts"
        hint="Dots instead of digits, until you press the full stop key or the eye."
        defaultChecked={isHidden}
      />
      <div className="flex flex-wrap items-center gap-3">
        <SubmitButton look="quiet" busy="Saving…">
          Save how it looks
        </SubmitButton>
        <Saved state={state} words="Saved, for this device and those you sign in on next." />
      </div>
    </form>
  );
}
