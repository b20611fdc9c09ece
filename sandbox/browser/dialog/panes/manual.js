// @ts-check
import { field, h, icon } from '../element.js';

/** Typing the numbers in place of signing in, where the page wants a token and the session allows it. */
export function manualEntryPane(view, dialog) {
  return {
    heading: 'Enter your account numbers',
    intro: `${view.businessName} gets the numbers of one account. It cannot read what is in it.`,
    body: [
      field({
        name: 'routing_number',
        label: 'Routing number',
        inputmode: 'numeric',
        autocomplete: 'off',
        maxlength: 9,
        hint: 'Nine digits, at the bottom left of a check. Play money: 110000000 works.',
      }),
      field({
        name: 'account_number',
        label: 'Account number',
        inputmode: 'numeric',
        autocomplete: 'off',
        maxlength: 17,
        hint: 'Play money: 000123456789 works.',
      }),
    ],
    footer: [h('button', { type: 'submit', class: 'primary' }, 'Use this account')],
    submit: (form) =>
      dialog.act({
        type: 'enter_numbers',
        routing_number: form.elements.routing_number.value,
        account_number: form.elements.account_number.value,
      }),
  };
}

/** The end of it. */
export function typedDonePane(view, dialog) {
  return {
    art: h('span', { class: 'badge huge good' }, icon('check')),
    heading: 'Your account is linked',
    intro: `${view.businessName} has the numbers of the account ending in ${view.typedEnding}.`,
    body: [],
    footer: [h('button', { type: 'submit', class: 'primary' }, `Back to ${view.businessName}`)],
    submit: () => dialog.leave(),
  };
}
