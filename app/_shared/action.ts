import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import { type Asker, askerFrom } from '#lib/auth/asker.ts';
import { limits } from '#lib/auth/limits.ts';
import { countHit } from '#lib/auth/throttle.ts';
import { findVisit, type Visit } from '#lib/auth/viewer.ts';
import { now, wallNow } from '#lib/clock.ts';
import type { Viewer } from '#lib/db/viewer.ts';
import type { FormState, Outcome } from './form-state.ts';
import { echoOf, formFields, settle, withInput } from './outcome.ts';

/** What a handler of a signed-in action is given. `now` is product time; `wallNow` is for limits and sessions. */
export type Call<I> = { viewer: Viewer; visit: Visit; asker: Asker; input: I; now: Date; wallNow: Date };

/** What a handler of a public action is given: nobody is signed in, or it does not matter. */
export type PublicCall<I> = { asker: Asker; input: I; wallNow: Date };

/**
 * An action for the signed-in person: limit per address and per account, viewer, parsed input, handler, typed outcome.
 * The codes every caller must expect besides the handler's own: signed-out, too-many, invalid, not-allowed, not-found,
 * unexpected.
 */
export function defineAction<S extends z.ZodType, T>(
  schema: S,
  handler: (call: Call<z.output<S>>) => Promise<Outcome<T>>,
) {
  return async (input: z.input<S>): Promise<Outcome<T>> =>
    settle(() => runSignedIn(schema, input, handler), unstable_rethrow);
}

/** The same as a form's action, which works before JavaScript arrives. */
export function defineForm<S extends z.ZodType, T>(
  schema: S,
  handler: (call: Call<z.output<S>>) => Promise<Outcome<T>>,
) {
  return async (_previous: FormState<T>, form: FormData): Promise<FormState<T>> => {
    const fields = formFields(form);
    const outcome = await settle(() => runSignedIn(schema, fields, handler), unstable_rethrow);
    return { ...outcome, values: echoOf(fields) };
  };
}

/** A form's action for anybody: limit per address, parsed input, handler, typed outcome. */
export function definePublicForm<S extends z.ZodType, T>(
  schema: S,
  handler: (call: PublicCall<z.output<S>>) => Promise<Outcome<T>>,
) {
  return async (_previous: FormState<T>, form: FormData): Promise<FormState<T>> => {
    const fields = formFields(form);
    const outcome = await settle(() => runPublic(schema, fields, handler), unstable_rethrow);
    return { ...outcome, values: echoOf(fields) };
  };
}

async function runPublic<S extends z.ZodType, T>(
  schema: S,
  raw: unknown,
  handler: (call: PublicCall<z.output<S>>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const asker = askerFrom(await headers());
  const at = wallNow();
  const hit = await countHit(limits.actionsFrom, asker.addressKey, at);
  if (!hit.ok) return { ok: false, code: 'too-many', waitMs: hit.waitMs };
  return withInput(schema, raw, (input) => handler({ asker, input, wallNow: at }));
}

async function runSignedIn<S extends z.ZodType, T>(
  schema: S,
  raw: unknown,
  handler: (call: Call<z.output<S>>) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const asker = askerFrom(await headers());
  const at = wallNow();
  const from = await countHit(limits.actionsFrom, asker.addressKey, at);
  if (!from.ok) return { ok: false, code: 'too-many', waitMs: from.waitMs };
  const visit = await findVisit(asker, at);
  if (!visit) return { ok: false, code: 'signed-out' };
  const of = await countHit(limits.actionsOf, visit.viewer.userId, at);
  if (!of.ok) return { ok: false, code: 'too-many', waitMs: of.waitMs };
  return withInput(schema, raw, async (input) =>
    handler({ viewer: visit.viewer, visit, asker, input, now: await now(), wallNow: at }),
  );
}
