/** What an action answers: its value, or a code that is put into words at one place, with what is wrong at each field. */
export type Outcome<T> =
  | { ok: true; value: T }
  | {
      ok: false;
      code: string;
      /** a sentence per field of the input */
      fields?: Record<string, string>;
      /** until the next try is worth it */
      waitMs?: number;
      /** the number under which the log knows what went wrong */
      errorId?: string;
    };

/** An outcome as a form keeps it: `ok: null` before the first try; `values` are what was typed, secrets left out. */
export type FormState<T> = { ok: null; values?: undefined } | (Outcome<T> & { values?: Record<string, string> });

export const untried: FormState<never> = { ok: null };

/** The sentence at a field, if the last try found something wrong with it. */
export function fieldError(state: FormState<unknown>, name: string): string | undefined {
  return state.ok === false ? state.fields?.[name] : undefined;
}

/** What was typed in a field at the last try, so that nobody types it twice. */
export function typed(state: FormState<unknown>, name: string, otherwise = ''): string {
  return state.values?.[name] ?? otherwise;
}
