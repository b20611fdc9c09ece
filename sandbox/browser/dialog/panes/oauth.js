// @ts-check
import { bankMark, h, icon } from '../element.js';

const states = {
  idle: null,
  refused: 'Your browser did not let the bank’s window open. Allow pop-ups for this page, then try again.',
  waiting: null,
  closed: 'The bank’s window was closed before you were done. Nothing has been linked.',
};

const labels = {
  idle: 'Continue at the bank',
  refused: 'Try again',
  waiting: 'Show the window again',
  closed: 'Open it again',
};

/** The bank signs people in by itself, in a window of its own; this pane opens it and waits. */
export function oauthPane(view, dialog) {
  const name = view.institution.name;
  const open = h('button', { type: 'submit', class: 'primary' });
  const waiting = h('p', { class: 'waiting', role: 'status' });

  /** @param {{ bankWindow: keyof typeof states, problemText: string | null }} now */
  function update(now, form) {
    const text = now.problemText ?? states[now.bankWindow];
    form.querySelector('.problem.general').textContent = text ?? '';
    waiting.replaceChildren(
      ...(now.bankWindow === 'waiting'
        ? [h('span', { class: 'pulse', 'aria-hidden': 'true' }), `Waiting for ${name}…`]
        : []),
    );
    open.replaceChildren(labels[now.bankWindow], icon('window'));
  }

  return {
    art: bankMark(view.institution, 'large'),
    heading: `Continue at ${name}`,
    intro: `${name} signs you in itself, in a window of its own. Come back here when you are done there.`,
    body: [waiting],
    footer: [open],
    submit: () => dialog.openBankWindow(),
    update,
  };
}
