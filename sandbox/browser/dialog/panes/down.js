// @ts-check
import { bankMark, h, icon } from '../element.js';

const reasons = {
  scheduled: {
    heading: (name) => `${name} is closed for maintenance`,
    text: 'The bank planned this and should be back in a few hours. Nothing is wrong with your sign-in.',
    mark: 'pause',
  },
  unscheduled: {
    heading: (name) => `${name} does not answer`,
    text: 'The bank has trouble right now and has not said for how long. Nothing is wrong with your sign-in.',
    mark: 'alert',
  },
  error: {
    heading: (name) => `${name} could not finish`,
    text: 'The bank answered your sign-in with an error of its own. Nothing was linked.',
    mark: 'alert',
  },
};

/** A bank that cannot be reached: whose fault it is, and what to do. */
export function downPane(view, dialog) {
  const reason = reasons[view.downReason];
  return {
    art: h(
      'div',
      { class: 'badged' },
      bankMark(view.institution, 'large'),
      h('span', { class: 'badge warn' }, icon(reason.mark)),
    ),
    heading: reason.heading(view.institution.name),
    intro: `${reason.text} You can choose another bank, or come back later.`,
    body: [],
    footer: [
      h('button', { type: 'submit', class: 'primary' }, 'Choose another bank'),
      h('button', { type: 'button', class: 'plain', onclick: () => dialog.leave() }, 'Come back later'),
    ],
    submit: () => dialog.act({ type: 'back' }),
  };
}

/** A login behind which there is nothing that the session may link. */
export function noAccountsPane(view, dialog) {
  return {
    art: h(
      'div',
      { class: 'badged' },
      bankMark(view.institution, 'large'),
      h('span', { class: 'badge warn' }, icon('alert')),
    ),
    heading: 'No account to link here',
    intro: `This sign-in at ${view.institution.name} shows no account of the kinds that ${view.businessName} asked for. Another user name or another bank may.`,
    body: [],
    footer: [
      h('button', { type: 'submit', class: 'primary' }, 'Choose another bank'),
      h('button', { type: 'button', class: 'plain', onclick: () => dialog.leave() }, 'Come back later'),
    ],
    submit: () => dialog.act({ type: 'back' }),
  };
}
