// @ts-check
import { bankMark, field, h, icon } from '../element.js';

/** A field for a code of six digits. */
export function codeField(hint) {
  return field({
    name: 'code',
    label: 'Six-digit code',
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 11,
    class: 'code',
    hint,
  });
}

export function mfaOptionsPane(view, dialog) {
  return {
    art: bankMark(view.institution, 'large'),
    heading: 'How should the bank reach you?',
    intro: `${view.institution.name} sends a code to make sure that it is you.`,
    body: [
      h(
        'ul',
        { class: 'choices framed' },
        ...view.mfaOptions.map((option) => {
          const button = h(
            'button',
            {
              type: 'button',
              class: 'choice',
              onclick: () => dialog.act({ type: 'choose_mfa_option', option: option.key }, button),
            },
            h('span', { class: 'choice-name' }, h('strong', {}, option.label), h('span', {}, option.detail)),
            icon('chevron'),
          );
          return h('li', {}, button);
        }),
      ),
    ],
    footer: [],
  };
}

export function mfaCodePane(view, dialog) {
  return {
    art: bankMark(view.institution, 'large'),
    heading: 'Enter the code',
    intro: `${view.institution.name} sent it by ${view.codeSentTo}.`,
    body: [codeField('Play money: no code is sent. Any six digits work.')],
    footer: [h('button', { type: 'submit', class: 'primary' }, 'Continue')],
    submit: (form) => dialog.act({ type: 'enter_code', code: form.elements.code.value }),
  };
}

export function mfaConfirmPane(view, dialog) {
  return {
    art: bankMark(view.institution, 'large'),
    heading: 'Confirm in the bank’s app',
    intro: `${view.institution.name} asks you on your phone whether this is you. Say yes there, then continue here.`,
    body: [h('p', { class: 'play' }, h('strong', {}, 'Play money. '), 'There is no app; just continue.')],
    footer: [h('button', { type: 'submit', class: 'primary' }, 'I have confirmed')],
    submit: () => dialog.act({ type: 'confirm_mfa' }),
  };
}

export function mfaQuestionPane(view, dialog) {
  return {
    art: bankMark(view.institution, 'large'),
    heading: 'Answer your security question',
    intro: `${view.institution.name} asks what you once told it.`,
    body: [
      field({
        name: 'answer',
        label: view.question,
        autocomplete: 'off',
        maxlength: 100,
        hint: 'Play money: any answer works.',
      }),
    ],
    footer: [h('button', { type: 'submit', class: 'primary' }, 'Continue')],
    submit: (form) => dialog.act({ type: 'answer_question', answer: form.elements.answer.value }),
  };
}
