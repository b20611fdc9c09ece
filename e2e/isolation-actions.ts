import type { APIRequestContext } from 'playwright/test';
import { type BuiltAction, builtActions } from './built.ts';

/** What names a household's things, as a member of another one might have learned it. */
export type Ids = {
  account: string;
  row: string;
  balance: string;
  others: string[];
  session: string;
  attempt: string;
  household: string;
  question: string;
};

/**
 * How a stranger would send an action: arguments of a function, or fields of a form; and the outcome, which says that
 * there is no such thing. `notSent` are the actions in which no id of anything can be named.
 */
type Sent = { args: (ids: Ids) => unknown[] } | { form: (ids: Ids) => Record<string, string> };
type Case = Sent & { ends: Record<string, unknown> };

const nothing = { ok: false, code: 'not-found' };
const connections = 'app/(app)/connections/actions.ts';
const account = 'app/(app)/accounts/[accountId]/actions.ts';
const settings = 'app/(app)/settings/actions.ts';
const doors = 'app/(public)/actions.ts';

export const sent: Record<string, Case[]> = {
  [`${connections} startLink`]: [
    { args: (ids) => [{ purpose: 'relink', accountId: ids.account }], ends: nothing },
    { args: (ids) => [{ purpose: 'permissions', accountId: ids.account, permissions: ['ownership'] }], ends: nothing },
  ],
  [`${connections} finishLink`]: [{ args: (ids) => [{ attemptId: ids.attempt }], ends: nothing }],
  [`${connections} answerRelink`]: [
    { form: (ids) => ({ questionId: ids.question, answer: 'same' }), ends: nothing },
    { form: (ids) => ({ questionId: ids.question, answer: 'different' }), ends: nothing },
  ],
  [`${account} renameAccount`]: [{ form: (ids) => ({ accountId: ids.account, name: 'Taken over' }), ends: nothing }],
  [`${account} setInNetWorth`]: [{ form: (ids) => ({ accountId: ids.account, inNetWorth: 'false' }), ends: nothing }],
  [`${account} refreshAccount`]: [{ form: (ids) => ({ accountId: ids.account }), ends: nothing }],
  [`${account} revealOwners`]: [{ form: (ids) => ({ accountId: ids.account }), ends: nothing }],
  [`${account} disconnectAccount`]: [
    { form: (ids) => ({ accountId: ids.account, choice: 'keep' }), ends: nothing },
    { form: (ids) => ({ accountId: ids.account, choice: 'erase', confirmed: 'yes' }), ends: nothing },
  ],
  [`${settings} revokeSessionAction`]: [{ form: (ids) => ({ sessionId: ids.session }), ends: { ok: true, value: 0 } }],
};

const own = 'about the one who asks, by their session: no id is taken';
const anybody = 'for anybody: it names nothing of a household';
export const notSent: Record<string, string> = {
  [`${settings} saveNameAction`]: own,
  [`${settings} saveTimeZoneAction`]: own,
  [`${settings} saveSightAction`]: own,
  [`${settings} resendConfirmationAction`]: own,
  [`${settings} sendPasswordLinkAction`]: own,
  [`${settings} revokeOtherSessionsAction`]: own,
  [`${settings} signOutAction`]: own,
  [`${settings} eraseAction`]: own,
  [`${settings} leaveDemoAction`]: own,
  [`${doors} signInAction`]: anybody,
  [`${doors} signUpAction`]: anybody,
  [`${doors} forgotPasswordAction`]: anybody,
  [`${doors} resetPasswordAction`]: anybody,
  [`${doors} confirmEmailAction`]: anybody,
  [`${doors} tryDemoAction`]: anybody,
};

/** Sends an action as the browser's script does, past every form. Gives its outcome, and the whole answer as text. */
export async function send(
  request: APIRequestContext,
  action: BuiltAction,
  what: Sent,
  ids: Ids,
): Promise<{ outcome: unknown; text: string }> {
  const path = action.route.replace('[accountId]', ids.account);
  const headers = { 'next-action': action.id, accept: 'text/x-component' };
  const answer =
    'args' in what
      ? await request.post(path, {
          headers: { ...headers, 'content-type': 'text/plain;charset=UTF-8' },
          data: JSON.stringify(what.args(ids)),
        })
      : await request.post(path, { headers, multipart: formBody(what.form(ids)) });
  const text = await answer.text();
  const outcome = /^\w+:(\{"ok":.*\})$/m.exec(text)?.[1];
  return { outcome: outcome ? JSON.parse(outcome) : `${answer.status()} ${text.slice(0, 200)}`, text };
}

/** The arguments of a form's action (the state before it, and the form) in the framework's own writing: the fields first. */
function formBody(fields: Record<string, string>): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(`_1_${name}`, value);
  body.append('0', JSON.stringify([{ ok: null }, '$K1']));
  return body;
}

export function actionNamed(name: string): BuiltAction {
  const action = builtActions().find((one) => one.name === name);
  if (!action) throw new Error(`The build has no action ${name}`);
  return action;
}
