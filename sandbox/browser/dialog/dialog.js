// @ts-check

import { watchBankWindow } from './bank-window.js';
import { ignoreSecondClicks } from './double-click.js';
import { h, icon, showProblem } from './element.js';
import { askBeforeLeaving, trapFocus } from './modal.js';
import { accountsPane, donePane, failedPane } from './panes/accounts.js';
import { consentPane } from './panes/consent.js';
import { downPane, noAccountsPane } from './panes/down.js';
import { institutionsPane } from './panes/institutions.js';
import { linkCodePane, linkOfferPane } from './panes/link.js';
import { manualEntryPane, typedDonePane } from './panes/manual.js';
import { mfaCodePane, mfaConfirmPane, mfaOptionsPane, mfaQuestionPane } from './panes/mfa.js';
import { oauthPane } from './panes/oauth.js';
import { credentialsPane } from './panes/sign-in.js';
import { problemWords } from './words.js';

/** @typedef {any} View */

const channel = 'bank-sandbox';
/** How long the sandbox may take to answer, milliseconds. Who leaves is not kept waiting for a sandbox that hangs. */
const patienceMs = 15_000;
const leavingPatienceMs = 3_000;
const panes = {
  consent: consentPane,
  institutions: institutionsPane,
  manual_entry: manualEntryPane,
  down: downPane,
  credentials: credentialsPane,
  oauth: oauthPane,
  mfa_options: mfaOptionsPane,
  mfa_code: mfaCodePane,
  mfa_confirm: mfaConfirmPane,
  mfa_question: mfaQuestionPane,
  accounts: accountsPane,
  no_accounts: noAccountsPane,
  link_offer: linkOfferPane,
  link_code: linkCodePane,
  done: (view, dialog) => (view.typedEnding ? typedDonePane : donePane)(view, dialog),
  failed: failedPane,
};

const stage = /** @type {HTMLElement} */ (document.getElementById('stage'));
const announcer = /** @type {HTMLElement} */ (document.getElementById('announcer'));

/** Keys, the page that opened the dialog, and what it will be told at the end. Set once, by the page's first message. */
let host =
  /** @type {{ origin: string, keys: { publishable_key: string, client_secret: string, purpose: string } } | null} */ (
    null
  );
let outcome = /** @type {object | null} */ (null);
let shown = /** @type {{ view: View, pane: any, card: HTMLElement } | null} */ (null);
let isBusy = false;
let isLeaving = false;
let isOver = false;
/** "Stop linking?" while it stands over the card, and the pane that came meanwhile. */
let question = /** @type {import('./modal.js').Question | null} */ (null);
let held = /** @type {any} */ (null);

const bankWindow = watchBankWindow({
  ask: () => request('view', {}),
  arrived: (answer) => show(answer),
  changed: () => drawWaiting(),
});

/** Tells the page how it ended; the page takes the frame away. */
function end(result) {
  if (isOver || !host) return;
  isOver = true;
  bankWindow.forget();
  window.parent.postMessage({ channel, type: 'done', result }, host.origin);
}

/** Asks the sandbox. Resolves with its answer, or null when it does not answer in time or at all. */
async function request(path, body, limitMs = patienceMs) {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...host?.keys, ...body }),
      signal: AbortSignal.timeout(limitMs),
    });
    return await response.json();
  } catch {
    return null;
  }
}

const dialog = {
  /** @param {object} action @param {HTMLElement} [button] the control that shows the wait */
  async act(action, button) {
    if (isBusy || isLeaving || isOver) return;
    const waiting = setBusy(button);
    const answer = await request('act', { action });
    waiting();
    if (answer) show(answer);
    else showUnreachable(() => dialog.act(action, button));
  },
  leave,
  /** Must be called from a click: browsers open a window for nothing less. */
  openBankWindow() {
    if (shown) bankWindow.open(shown.view.bankWindow);
  },
  /** @param {string} text */
  announce(text) {
    announcer.textContent = text;
  },
};

function setBusy(button) {
  isBusy = true;
  const control = button ?? shown?.card.querySelector('button[type=submit]');
  shown?.card.setAttribute('aria-busy', 'true');
  control?.classList.add('busy');
  return () => {
    isBusy = false;
    shown?.card.removeAttribute('aria-busy');
    control?.classList.remove('busy');
  };
}

async function leave() {
  if (isOver || isLeaving || question) return;
  if (outcome) return end(outcome);
  if (shown?.view.leaving === 'ask' && !(await confirmLeaving(shown))) return;
  isLeaving = true;
  shown?.card.setAttribute('aria-busy', 'true');
  const answer = await request('act', { action: { type: 'cancel' } }, leavingPatienceMs);
  end(answer && hasEnded(answer) ? endOf(answer) : cancelled());
}

/** Asks once whether leaving is meant. A pane that came meanwhile is shown to who stays. */
async function confirmLeaving({ card, view }) {
  question = askBeforeLeaving(stage, card, view.businessName);
  const leaves = await question.answer;
  question = null;
  const answer = held;
  held = null;
  if (!leaves && answer) show(answer);
  return leaves;
}

/** What the page gets where the sandbox can no longer be asked. */
function cancelled() {
  const id = host?.keys.client_secret.split('_secret_')[0];
  return { financialConnectionsSession: { id, accounts: [] } };
}

function hasEnded(answer) {
  return Boolean(answer.result ?? answer.error);
}

function endOf(answer) {
  return answer.result ?? { financialConnectionsSession: undefined, error: answer.error };
}

/** Draws what the sandbox answered: the next pane, a mark on this one, or the end. */
function show(answer) {
  if (isOver) return;
  if (question) {
    held = answer;
    // What was asked may have come too late: nothing is left to stop.
    if (hasEnded(answer)) question.withdraw();
    return;
  }
  if (answer.error) return end(endOf(answer));
  if (answer.result) outcome = answer.result;
  const { view } = answer;
  if (view.step === 'cancelled') return end(outcome);
  if (view.step !== 'oauth') bankWindow.forget();
  const isSamePane = shown?.view.step === view.step && shown?.view.institution?.key === view.institution?.key;
  if (isSamePane && shown) shown.view = view;
  else draw(view);
  showProblem(/** @type {HTMLElement} */ (stage.querySelector('form')), problemWords(view.problem));
  drawWaiting();
}

function drawWaiting() {
  if (!shown?.pane.update) return;
  const problemText = bankWindow.state() === 'idle' ? (problemWords(shown.view.problem)?.text ?? null) : null;
  shown.pane.update({ bankWindow: bankWindow.state(), problemText }, stage.querySelector('form'));
}

function draw(view) {
  const isFirst = shown === null;
  const pane = panes[view.step](view, dialog);
  const heading = h('h1', { id: 'heading', tabindex: '-1' }, pane.heading);
  const form = h(
    'form',
    {
      class: 'pane',
      novalidate: true,
      onsubmit: (event) => {
        event.preventDefault();
        pane.submit?.(event.currentTarget);
      },
    },
    h(
      'div',
      { class: 'content' },
      pane.art && h('div', { class: 'art' }, pane.art),
      heading,
      pane.intro && h('p', { class: 'intro' }, pane.intro),
      ...pane.body,
    ),
    h('div', { class: 'footer' }, h('p', { class: 'problem general', role: 'alert' }), ...pane.footer),
  );
  const card = h(
    'main',
    { class: isFirst ? 'card arriving' : 'card', 'aria-labelledby': 'heading' },
    header(view),
    form,
  );
  shown = { view, pane, card };
  stage.replaceChildren(card);
  document.title = pane.heading;
  announcer.textContent = '';
  heading.focus({ preventScroll: true });
}

function header(view) {
  return h(
    'header',
    {},
    view.canGoBack
      ? h(
          'button',
          {
            type: 'button',
            class: 'round',
            'aria-label': 'Back',
            onclick: (event) => dialog.act({ type: 'back' }, event.currentTarget),
          },
          icon('back'),
        )
      : h('span', { class: 'round-place' }),
    h('span', { class: 'test-mode' }, 'Test mode'),
    h('button', { type: 'button', class: 'round', 'aria-label': 'Close', onclick: () => leave() }, icon('close')),
  );
}

/** The sandbox itself is gone: nothing is lost by trying again, and one can still leave. */
function showUnreachable(retry) {
  const form = stage.querySelector('form');
  const place = form?.querySelector('.problem.general');
  if (!form || !place) return end({ financialConnectionsSession: undefined, error: unreachable });
  showProblem(form, null);
  place.replaceChildren(
    'The sandbox does not answer. What you entered is still here. ',
    h('button', { type: 'button', class: 'plain inline', onclick: () => retry() }, 'Try again'),
  );
}

const unreachable = { type: 'api_connection_error', message: 'The sandbox does not answer.' };

/** @param {boolean} isAgain the frame was loaded anew: the attempt stands where it stood */
async function begin(isAgain) {
  const answer = await request(isAgain ? 'view' : 'open', {});
  if (answer) show(answer);
  else end({ financialConnectionsSession: undefined, error: unreachable });
}

window.addEventListener('message', (event) => {
  if (event.source !== window.parent || event.data?.channel !== channel) return;
  if (host && event.origin !== host.origin) return;
  if (event.data.type === 'start' && !host) {
    const { isAgain, publishableKey, clientSecret, purpose, colorScheme } = event.data;
    if (colorScheme === 'light' || colorScheme === 'dark') document.documentElement.style.colorScheme = colorScheme;
    host = { origin: event.origin, keys: { publishable_key: publishableKey, client_secret: clientSecret, purpose } };
    begin(isAgain);
  } else if (event.data.type === 'escape') leave();
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') leave();
});

window.addEventListener('pagehide', () => {
  if (host) window.parent.postMessage({ channel, type: 'gone' }, host.origin);
});

trapFocus(stage);
ignoreSecondClicks(stage);
window.parent.postMessage({ channel, type: 'ready' }, '*');
