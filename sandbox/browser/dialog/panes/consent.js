// @ts-check
import { h, icon } from '../element.js';
import { permissionOrder, permissionWords } from '../words.js';

/** Exactly the permissions of the session, no more and no less; what each one lets read, where there is room for it. */
export function permissionList(view, label, isDetailed) {
  const asked = permissionOrder.filter((permission) => view.permissions.includes(permission));
  return h(
    'ul',
    { class: 'permissions', 'aria-label': label },
    ...asked.map((permission) => {
      const { name, detail } = permissionWords[permission];
      return h('li', {}, icon(permission), h('div', {}, h('strong', {}, name), isDetailed && h('span', {}, detail)));
    }),
  );
}

/** Who asks, and for what. */
export function consentPane(view, dialog) {
  return {
    art: h(
      'div',
      { class: 'pair', 'aria-hidden': 'true' },
      h('span', { class: 'mark large own' }, view.businessName.slice(0, 1).toUpperCase()),
      h('span', { class: 'thread' }),
      h('span', { class: 'mark large bank' }, icon('balances')),
    ),
    heading: `${view.businessName} would like to read from your bank`,
    intro: 'You choose the bank and the accounts. This is what would be shared:',
    body: [
      permissionList(view, 'Data asked for', true),
      h(
        'p',
        { class: 'small' },
        `The name, kind and last four digits of each account come along. ${view.businessName} never sees how you sign in, and you can disconnect at any time.`,
      ),
    ],
    footer: [h('button', { type: 'submit', class: 'primary' }, 'Agree and continue')],
    submit: () => dialog.act({ type: 'agree' }),
  };
}
