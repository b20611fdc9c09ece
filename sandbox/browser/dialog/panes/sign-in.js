// @ts-check
import { bankMark, field, h } from '../element.js';

const stepPasswords = ['options', 'mfa', 'confirm_mfa', 'security_question', 'incorrect', 'error'];

/** User name and password, and what fills them in. */
export function loginFields() {
  const username = field({ name: 'username', label: 'User name', autocomplete: 'off', maxlength: 100 });
  const password = field({
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'off',
    maxlength: 100,
  });
  /** @param {string | null} name null = what stands there already, or anyone @param {string} word */
  function fill(name, word) {
    const input = username.querySelector('input');
    input.value = name ?? (input.value || 'anyone');
    password.querySelector('input').value = word;
    username.closest('form').querySelector('button[type=submit]').focus();
  }
  return { username, password, fill };
}

/**
 * Which user names show whom; each fills the fields in.
 * @param {{ username: string, shows: string }[]} logins
 * @param {(name: string | null, password: string) => void} fill
 * @param {...any} more
 */
export function playMoney(logins, fill, ...more) {
  return h(
    'div',
    { class: 'play' },
    h('p', {}, h('strong', {}, 'Play money. '), 'Any user name works, with any password.'),
    logins.length > 0 &&
      h(
        'ul',
        { class: 'logins', 'aria-label': 'Logins to try' },
        ...logins.map(({ username, shows }) =>
          h(
            'li',
            {},
            h('button', { type: 'button', class: 'chip', onclick: () => fill(username, 'play') }, username),
            h('span', {}, shows),
          ),
        ),
      ),
    ...more,
  );
}

function stepPasswordChips(fill) {
  const chip = (password) =>
    h('button', { type: 'button', class: 'chip', onclick: () => fill(null, password) }, password);
  return h(
    'details',
    {},
    h('summary', {}, 'Passwords for other steps'),
    h('div', { class: 'chips' }, ...stepPasswords.map(chip)),
  );
}

export function credentialsPane(view, dialog) {
  const { username, password, fill } = loginFields();
  return {
    art: bankMark(view.institution, 'large'),
    heading: `Sign in to ${view.institution.name}`,
    body: [username, password, playMoney(view.logins, fill, view.hasStepPasswords && stepPasswordChips(fill))],
    footer: [h('button', { type: 'submit', class: 'primary' }, 'Sign in')],
    submit: (form) =>
      dialog.act({ type: 'sign_in', username: form.elements.username.value, password: form.elements.password.value }),
  };
}
