// @ts-check
import { h, icon } from '../element.js';
import { accountLine, accountsWords, moneyWords } from '../words.js';

/** An account to choose, alone or among others. */
export function accountRow(account, isSingle) {
  return h(
    'li',
    {},
    h(
      'label',
      { class: 'account' },
      h('input', {
        type: isSingle ? 'radio' : 'checkbox',
        name: 'account',
        value: account.key,
        checked: account.isPreselected,
      }),
      h('span', { class: 'account-name' }, h('strong', {}, account.name), h('span', {}, accountLine(account))),
      account.balanceMinor !== null && h('span', { class: 'amount' }, moneyWords(account.balanceMinor)),
    ),
  );
}

function limitWords(view) {
  if (view.limit === null || view.limit >= view.accounts.length) return 'You can change this later by linking again.';
  return view.limit === 1 ? 'One account can be linked.' : `Up to ${view.limit} accounts can be linked.`;
}

export function accountsPane(view, dialog) {
  const isSingle = view.limit === 1;
  const limit = view.limit ?? view.accounts.length;
  const list = h('ul', { class: 'accounts' }, ...view.accounts.map((account) => accountRow(account, isSingle)));
  const boxes = () => [...list.querySelectorAll('input')];
  const chosen = () => boxes().filter((box) => box.checked);
  const link = h('button', { type: 'submit', class: 'primary' });
  const all = h('button', { type: 'button', class: 'plain inline' });

  function draw() {
    const count = chosen().length;
    link.textContent = count === 0 ? 'Link accounts' : `Link ${accountsWords(count)}`;
    all.textContent = count === boxes().length ? 'Choose none' : 'Choose all';
    if (!isSingle) for (const box of boxes()) box.disabled = !box.checked && count >= limit;
  }

  all.addEventListener('click', () => {
    const isAll = chosen().length === boxes().length;
    for (const box of boxes()) box.checked = !isAll;
    draw();
  });
  list.addEventListener('change', draw);
  draw();
  const offersAll = !isSingle && view.accounts.length > 1 && limit >= view.accounts.length;
  return {
    heading: isSingle ? 'Choose the account to link' : 'Choose the accounts to link',
    intro: `${view.businessName} sees only what you choose here. ${limitWords(view)}`,
    body: [h('fieldset', {}, h('legend', {}, h('span', {}, view.institution.name), offersAll && all), list)],
    footer: [link],
    submit: () => dialog.act({ type: 'choose_accounts', accounts: chosen().map((box) => box.value) }),
  };
}

/** The end that everybody wants. The accounts are linked by now; closing only goes back. */
export function donePane(view, dialog) {
  return {
    art: h('span', { class: 'badge huge good' }, icon('check')),
    heading: view.accounts.length === 1 ? 'Your account is linked' : 'Your accounts are linked',
    intro: `${view.businessName} now reads ${view.accounts.length === 1 ? 'this account' : 'these accounts'} at ${view.institution.name}.`,
    body: [
      h(
        'ul',
        { class: 'accounts summary' },
        ...view.accounts.map((account) =>
          h(
            'li',
            {},
            h('span', { class: 'account-name' }, h('strong', {}, account.name), h('span', {}, accountLine(account))),
            icon('check'),
          ),
        ),
      ),
      view.linkPhoneEnding &&
        h('p', { class: 'small' }, `Saved with Link for the number ending in ${view.linkPhoneEnding}.`),
    ],
    footer: [h('button', { type: 'submit', class: 'primary' }, `Back to ${view.businessName}`)],
    submit: () => dialog.leave(),
  };
}

/** The end that the password `error` leads to: the bank broke off, and the session is used up. */
export function failedPane(view, dialog) {
  return {
    art: h('span', { class: 'badge huge warn' }, icon('alert')),
    heading: `${view.institution.name} ended this attempt`,
    intro: `The bank answered with an error that it cannot recover from here. Nothing was linked. Go back, and try again from ${view.businessName}.`,
    body: [],
    footer: [h('button', { type: 'submit', class: 'primary' }, `Back to ${view.businessName}`)],
    submit: () => dialog.leave(),
  };
}
