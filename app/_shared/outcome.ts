import type { z } from 'zod';
import { NotAllowed, NotFound, newErrorId } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import type { Outcome } from './form-state.ts';

const secretField = /password|token|secret/i;
const longestEcho = 500;

/**
 * Runs an action to its end and makes every end an outcome. Roles and missing things have codes of their own; anything
 * else that is thrown is a bug of ours: it is logged under an id, and only the id goes out. What the framework throws to
 * steer (a redirect, a 404) is let through by `rethrow`.
 */
export async function settle<T>(
  run: () => Promise<Outcome<T>>,
  rethrow: (error: unknown) => void,
): Promise<Outcome<T>> {
  try {
    return await run();
  } catch (error) {
    rethrow(error);
    if (error instanceof NotAllowed) return { ok: false, code: 'not-allowed' };
    if (error instanceof NotFound) return { ok: false, code: 'not-found' };
    const errorId = newErrorId();
    log().error({ err: error, errorId }, 'An action failed');
    return { ok: false, code: 'unexpected', errorId };
  }
}

/** Parses what came in and hands it on; what does not fit is the code `invalid`, with a sentence at each field. */
export async function withInput<S extends z.ZodType, T>(
  schema: S,
  raw: unknown,
  handler: (input: z.output<S>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const parsed = schema.safeParse(raw);
  return parsed.success ? handler(parsed.data) : { ok: false, code: 'invalid', fields: fieldsOf(parsed.error) };
}

/** The first sentence about each field; a problem of the whole stands under the empty name. */
function fieldsOf(error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) fields[issue.path.join('.')] ??= issue.message;
  return fields;
}

/** A form's fields as an object, without files and without the framework's own. */
export function formFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === 'string' && !name.startsWith('$ACTION')) fields[name] = value;
  return fields;
}

/** What may go back into a form that has failed: no password, no token, nothing endless. */
export function echoOf(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => !secretField.test(name) && value.length <= longestEcho),
  );
}
