// @ts-check
import { ignoreSecondClicks } from '../double-click.js';
import { h, showProblem } from '../element.js';
import { accountRow } from '../panes/accounts.js';
import { permissionList } from '../panes/consent.js';
import { loginFields, playMoney } from '../panes/sign-in.js';
import { problemWords } from '../words.js';

/** How long the sandbox may take to answer, milliseconds. */
const patienceMs = 15_000;

/** The bank's own window: sign in, choose accounts, allow. It knows one sign-in, by the handle behind the "#". */
const handle = location.hash.slice(1);
const root = /** @type {HTMLElement} */ (document.getElementById('bank'));
let stage = '';
let isBusy = false;

/** @param {string} path @param {object} body */
async function ask(path, body) {
  if (isBusy) return;
  isBusy = true;
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ handle, ...body }),
      signal: AbortSignal.timeout(patienceMs),
    });
    show((await response.json()).view);
  } catch {
    if (stage === '') show({ stage: 'silent' });
    const place = root.querySelector('.problem.general');
    if (place) place.textContent = 'The bank does not answer. Try again.';
  } finally {
    isBusy = false;
  }
}

const act = (/** @type {object} */ action) => ask('act', { action });

function show(view) {
  if (view.stage === 'over') finish();
  if (view.stage !== stage) draw(view);
  stage = view.stage;
  const form = root.querySelector('form');
  if (form) showProblem(form, problemWords(view.problem));
}

/** Nothing is left to do here: tell the dialog, if it can still be told, and go. */
function finish() {
  window.opener?.postMessage({ type: 'bank-finished' }, location.origin);
  window.close();
}

function draw(view) {
  const content = { sign_in: signIn, choose, allow, over, silent }[view.stage](view);
  const name = view.institution?.name ?? 'Your bank';
  const head = h(
    'header',
    { class: 'bank-head' },
    h('strong', {}, name),
    h('span', { class: 'test-mode' }, 'Test mode'),
  );
  if (view.institution) head.style.setProperty('--mark', view.institution.color);
  const main = h('main', { class: 'bank-body' }, content);
  root.replaceChildren(head, main);
  const heading = /** @type {HTMLElement} */ (main.querySelector('h1'));
  // The pane before may have been scrolled to its button; each begins at its top.
  window.scrollTo(0, 0);
  heading.focus({ preventScroll: true });
  document.title = `${heading.textContent} · ${name}`;
}

function form(submit, ...children) {
  return h(
    'form',
    {
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        submit(event.currentTarget.elements);
      },
    },
    ...children,
  );
}

function buttons(label) {
  return h(
    'div',
    { class: 'buttons' },
    h('p', { class: 'problem general', role: 'alert' }),
    h('button', { type: 'submit', class: 'primary' }, label),
    h(
      'button',
      { type: 'button', class: 'plain deny', onclick: () => act({ type: 'bank_deny' }) },
      'Cancel and go back',
    ),
  );
}

const title = (text) => h('h1', { tabindex: '-1' }, text);

function signIn(view) {
  const { username, password, fill } = loginFields();
  return form(
    (fields) => act({ type: 'bank_sign_in', username: fields.username.value, password: fields.password.value }),
    title('Sign in'),
    h('p', { class: 'intro' }, `${view.businessName} asked us for your accounts. First we make sure that it is you.`),
    username,
    password,
    buttons('Sign in'),
    playMoney(view.logins, fill),
  );
}

function choose(view) {
  const accounts = h(
    'ul',
    { class: 'accounts' },
    ...view.accounts.map((account) => accountRow({ ...account, isPreselected: true }, false)),
  );
  return form(
    () =>
      act({
        type: 'bank_allow',
        accounts: [...accounts.querySelectorAll('input')].filter((box) => box.checked).map((box) => box.value),
      }),
    title('Choose what to share'),
    h('p', { class: 'intro' }, `${view.businessName} may read the following from the accounts you choose.`),
    permissionList(view, 'Data to share', false),
    h('fieldset', {}, h('legend', {}, 'Your accounts'), accounts),
    buttons('Allow'),
  );
}

function allow(view) {
  return form(
    () => act({ type: 'bank_allow', accounts: [] }),
    title(`Allow ${view.businessName} to read your accounts?`),
    h('p', { class: 'intro' }, 'You choose the accounts in the next step, back where you came from.'),
    permissionList(view, 'Data to share', false),
    buttons('Allow'),
  );
}

function over() {
  return h(
    'div',
    { class: 'bank-over' },
    title('You can close this window'),
    h('p', { class: 'intro' }, 'There is nothing left to do here. Go back to the page that you came from.'),
    h('button', { type: 'button', class: 'primary', onclick: () => finish() }, 'Close'),
  );
}

/** Before the first pane: there is nothing to show yet, and nothing is lost. */
function silent() {
  return form(
    () => ask('view', {}),
    title('The bank does not answer'),
    h('p', { class: 'intro' }, 'Nothing has been shared. You can try again, or close this window.'),
    h('button', { type: 'submit', class: 'primary' }, 'Try again'),
  );
}

ignoreSecondClicks(root);
ask('view', {});
