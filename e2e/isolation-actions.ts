import type { Sent } from './actions.ts';

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
type Case = { sent: (ids: Ids) => Sent; ends: Record<string, unknown> };

const nothing = { ok: false, code: 'not-found' };
const connections = 'app/(app)/connections/actions.ts';
const account = 'app/(app)/accounts/[accountId]/actions.ts';
const settings = 'app/(app)/settings/actions.ts';
const doors = 'app/(public)/actions.ts';

export const sent: Record<string, Case[]> = {
  [`${connections} startLink`]: [
    { sent: (ids) => ({ args: [{ purpose: 'relink', accountId: ids.account }] }), ends: nothing },
    {
      sent: (ids) => ({ args: [{ purpose: 'permissions', accountId: ids.account, permissions: ['ownership'] }] }),
      ends: nothing,
    },
  ],
  [`${connections} finishLink`]: [{ sent: (ids) => ({ args: [{ attemptId: ids.attempt }] }), ends: nothing }],
  [`${connections} answerRelink`]: [
    { sent: (ids) => ({ form: { questionId: ids.question, answer: 'same' } }), ends: nothing },
    { sent: (ids) => ({ form: { questionId: ids.question, answer: 'different' } }), ends: nothing },
  ],
  [`${account} renameAccount`]: [
    { sent: (ids) => ({ form: { accountId: ids.account, name: 'Taken over' } }), ends: nothing },
  ],
  [`${account} setInNetWorth`]: [
    { sent: (ids) => ({ form: { accountId: ids.account, inNetWorth: 'false' } }), ends: nothing },
  ],
  [`${account} refreshAccount`]: [{ sent: (ids) => ({ form: { accountId: ids.account } }), ends: nothing }],
  [`${account} revealOwners`]: [{ sent: (ids) => ({ form: { accountId: ids.account } }), ends: nothing }],
  [`${account} disconnectAccount`]: [
    { sent: (ids) => ({ form: { accountId: ids.account, choice: 'keep' } }), ends: nothing },
    { sent: (ids) => ({ form: { accountId: ids.account, choice: 'erase', confirmed: 'yes' } }), ends: nothing },
  ],
  [`${settings} revokeSessionAction`]: [
    { sent: (ids) => ({ form: { sessionId: ids.session } }), ends: { ok: true, value: 0 } },
  ],
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
