// @ts-check
import { bankMark, field, h } from '../element.js';

const stepPasswords = ['options', 'mfa', 'confirm_mfa', 'security_question', 'incorrect', 'error'];

/** Which user names show whom; each fills the fields in. */
function hints(view, form) {
  const fill = (username, password) => {
    const fields = form().elements;
    if (username) fields.username.value = username;
    fields.password.value = password;
    form().querySelector('button[type=submit]').focus();
  };
  return h(
    'div',
    { class: 'play' },
    h('p', {}, h('strong', {}, 'Play money. '), 'Any user name works, with any password.'),
    view.logins.length > 0 &&
      h(
        'ul',
        { class: 'logins', 'aria-label': 'Logins to try' },
        ...view.logins.map((login) =>
          h(
            'li',
            {},
            h('button', { type: 'button', class: 'chip', onclick: () => fill(login.username, 'play') }, login.username),
            h('span', {}, login.shows),
          ),
        ),
      ),
    view.hasStepPasswords &&
      h(
        'details',
        {},
        h('summary', {}, 'Passwords for other steps'),
        h(
          'div',
          { class: 'chips' },
          ...stepPasswords.map((password) =>
            h(
              'button',
              {
                type: 'button',
                class: 'chip',
                onclick: () => fill(form().elements.username.value || 'anyone', password),
              },
              password,
            ),
          ),
        ),
      ),
  );
}

export function credentialsPane(view, dialog) {
  const username = field({ name: 'username', label: 'User name', autocomplete: 'off', maxlength: 100 });
  const password = field({
    name: 'password',
    label: 'Password',
    type: 'password',
    autocomplete: 'off',
    maxlength: 100,
  });
  const formOf = () => username.closest('form');
  return {
    art: bankMark(view.institution, 'large'),
    heading: `Sign in to ${view.institution.name}`,
    body: [username, password, hints(view, formOf)],
    footer: [h('button', { type: 'submit', class: 'primary' }, 'Sign in')],
    submit: (form) =>
      dialog.act({ type: 'sign_in', username: form.elements.username.value, password: form.elements.password.value }),
  };
}
