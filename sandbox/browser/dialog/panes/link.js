// @ts-check
import { field, h } from '../element.js';
import { codeField } from './mfa.js';

/** The offer to keep the bank for the next time. It can always be passed over. */
export function linkOfferPane(_view, dialog) {
  return {
    art: h('span', { class: 'mark large link', 'aria-hidden': 'true' }, 'L'),
    heading: 'Save this bank for next time?',
    intro:
      'With Link you sign in with your phone number next time, wherever Link is offered. It changes nothing about what is shared now.',
    body: [
      field({
        name: 'phone',
        label: 'Phone number',
        type: 'tel',
        autocomplete: 'tel',
        maxlength: 30,
        hint: 'Play money: any number works, such as 401 500 6000.',
      }),
    ],
    footer: [
      h('button', { type: 'submit', class: 'primary' }, 'Save with Link'),
      h(
        'button',
        { type: 'button', class: 'plain', onclick: (event) => dialog.act({ type: 'skip_link' }, event.currentTarget) },
        'Finish without saving',
      ),
    ],
    submit: (form) => dialog.act({ type: 'save_with_link', phone: form.elements.phone.value }),
  };
}

export function linkCodePane(view, dialog) {
  return {
    art: h('span', { class: 'mark large link', 'aria-hidden': 'true' }, 'L'),
    heading: 'Confirm your number',
    intro: `A code would now reach the number ending in ${view.linkPhoneEnding}.`,
    body: [codeField('Play money: no code is sent. 000000 works.')],
    footer: [
      h('button', { type: 'submit', class: 'primary' }, 'Save and finish'),
      h(
        'button',
        { type: 'button', class: 'plain', onclick: (event) => dialog.act({ type: 'skip_link' }, event.currentTarget) },
        'Finish without saving',
      ),
    ],
    submit: (form) => dialog.act({ type: 'enter_link_code', code: form.elements.code.value }),
  };
}
