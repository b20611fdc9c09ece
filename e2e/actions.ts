import type { APIRequestContext } from 'playwright/test';
import { type BuiltAction, builtActions } from './built.ts';

/** What an action is sent: the arguments of a function, or the fields of a form. */
export type Sent = { args: unknown[] } | { form: Record<string, string> };

/** An action of the build by its name, `app/folder/actions.ts name`. Throws when there is none. */
export function actionNamed(name: string): BuiltAction {
  const action = builtActions().find((one) => one.name === name);
  if (!action) throw new Error(`The build has no action ${name}`);
  return action;
}

/**
 * Sends an action as the browser's script does, past every page. Gives its outcome, where it leads to (null: nowhere), and
 * the whole answer as text.
 *
 * @param path the address of a page that takes the action
 */
export async function send(
  request: APIRequestContext,
  action: BuiltAction,
  sent: Sent,
  path = action.route,
): Promise<{ outcome: unknown; leadsTo: string | null; text: string }> {
  if (path.includes('[')) throw new Error(`${path} is the pattern of an address: name one that takes ${action.name}`);
  const headers = { 'next-action': action.id, accept: 'text/x-component' };
  const body =
    'args' in sent
      ? { headers: { ...headers, 'content-type': 'text/plain;charset=UTF-8' }, data: JSON.stringify(sent.args) }
      : { headers, multipart: formBody(sent.form) };
  const answer = await request.post(path, { ...body, maxRedirects: 0 });
  const text = await answer.text();
  const outcome = /^\w+:(\{"ok":.*\})$/m.exec(text)?.[1];
  return {
    outcome: outcome ? JSON.parse(outcome) : `${answer.status()} ${text.slice(0, 200)}`,
    leadsTo: answer.headers()['x-action-redirect']?.split(';')[0] ?? null,
    text,
  };
}

/** The arguments of a form's action (the state before it, and the form) in the framework's own writing: the fields first. */
function formBody(fields: Record<string, string>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append('0', JSON.stringify([{ ok: null }, '$K1']));
  return body;
}
