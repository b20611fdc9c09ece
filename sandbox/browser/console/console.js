// @ts-check
import { h } from '/_dialog/element.js';
import { ask, freshIds, watch, world } from './connection.js';
import { at, draw, fillSelect, isNew } from './draw.js';
import { armedSection, drawBoard, fillChoices } from './faults.js';
import { dueWords, isOnTheWay, movedWords, showPulse, showSent, webhookWords } from './machine.js';
import { peopleSection } from './people.js';
import { showScenarios } from './scenarios.js';
import { eventsSection, mailSection, requestsSection } from './wires.js';

/** Pause between two looks, at least; while the days go by the clock alone tells, and the rest is looked at seldom. */
const pauseMs = { usual: 500, onTheWay: 1_500 };
/** A running clock brings rows at the bank without anything happening here. */
const turnMs = 60_000;
const moreRows = 25;
const mostRows = 300;

const rows = { events: moreRows, requests: moreRows };
let catalogue = /** @type {any[]} */ ([]);
let seenRevision = -1;
let isLooking = false;
let isNews = false;
let lastTookMs = 0;
let lastLookMs = 0;

function say(text, isFailure = false) {
  at('said').textContent = text;
  at('said').classList.toggle('failed', isFailure);
}

/** The calls whose answers have not come yet. */
const underWay = new Set();
/** What the world moves by; one at a time. */
const moving = /^(advance|reset|scenarios\/.*)$/;

/**
 * Carries out a control call and says what it did; without a path it only says why not. While a call is under way the same
 * one is not sent again, and of those that move the world none.
 */
async function send(path, said, body = undefined, method = 'POST') {
  if (path === null) return say(said, true);
  const moves = moving.test(path);
  const call = JSON.stringify([method, path, body]);
  if (underWay.has(call) || (moves && isOnTheWay())) return;
  underWay.add(call);
  if (moves) showSent(true);
  try {
    const answer = await ask(path, method, body);
    // A scenario that fails is an answer like any other.
    say(typeof said === 'function' ? said(answer) : said, answer.ok === false);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
  }
  underWay.delete(call);
  if (moves) showSent(false);
  await look();
}

/** A double click on what moves the world is one press: its second half may come after the first one's answer. */
function pressOnce(event) {
  if (event.detail < 2 || !(event.target instanceof Element && event.target.closest('[data-moves]'))) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Looks at everything and draws what has changed. */
async function look() {
  if (isLooking) {
    isNews = true;
    return;
  }
  isLooking = true;
  isNews = false;
  const startedMs = performance.now();
  try {
    const [worlds, state, { events, deliveries }, { requests }, { mail }] = await Promise.all([
      ask('worlds'),
      ask('state'),
      ask(`events?deliveries=yes&limit=${rows.events}`),
      ask(`requests?answers=no&limit=${rows.requests}`),
      ask('mail?limit=20'),
    ]);
    seenRevision = state.revision;
    drawAll(worlds.worlds, state, { events, deliveries, requests, mail });
    document.body.dataset.ready = 'yes';
  } catch (error) {
    say(`The sandbox does not answer: ${error instanceof Error ? error.message : error}`, true);
  }
  isLooking = false;
  lastLookMs = performance.now();
  lastTookMs = lastLookMs - startedMs;
  if (isNews) lookSoon();
}

let timer = 0;

/** Looks when the pause since the last look is over: several times as long as that took, so that others get their turn. */
function lookSoon() {
  if (document.hidden || timer) return;
  const pause = Math.max(isOnTheWay() ? pauseMs.onTheWay : pauseMs.usual, lastTookMs * 4);
  timer = window.setTimeout(
    () => {
      timer = 0;
      look();
    },
    Math.max(0, lastLookMs + pause - performance.now()),
  );
}

function drawAll(worlds, state, { events, deliveries, requests, mail }) {
  const names = [...new Set([world, ...worlds.map((known) => known.world)])].sort();
  draw('worlds', names, () => names.map((name) => h('option', { value: name })));
  if (!at('reset').open) at('seed').value = String(state.seed);
  at('due').textContent = dueWords(state);
  at('webhooks').textContent = webhookWords(state);
  draw('people-body', [state.accounts, state.households], () => peopleSection(state, send));
  draw('armed-body', state.faults, () => armedSection(state, catalogue, send));
  if (
    isNew('choices', [
      state.accounts.map(({ id, status, customerWords }) => [id, status, customerWords]),
      state.households.length,
    ])
  ) {
    fillChoices(state);
    fillPayees(state);
  }
  draw('events-body', [events, deliveries], () => eventsSection(events, deliveries, more('events', events), send));
  draw('requests-body', requests, () => requestsSection(requests, more('requests', requests)));
  draw('mail-body', mail, () => mailSection(mail, send));
}

/** Shows more of a log, or null where there is no more, or enough. */
function more(log, shown) {
  if (shown.length < rows[log] || rows[log] >= mostRows) return null;
  return () => {
    rows[log] = Math.min(rows[log] + moreRows * 2, mostRows);
    look();
  };
}

function fillPayees(state) {
  const accounts = state.households.flatMap((household) => household.accounts);
  fillSelect(
    at('pay-account'),
    accounts.map(({ key, name, last4 }) => h('option', { value: key }, `${name} ••${last4}`)),
  );
}

for (const button of document.querySelectorAll('[data-days]')) {
  const days = Number(/** @type {HTMLElement} */ (button).dataset.days);
  button.addEventListener('click', () => send('advance', movedWords, { days }));
}
at('to-date').addEventListener('submit', (event) => {
  event.preventDefault();
  send('advance', movedWords, { to: `${at('date').value}T12:00:00Z` });
});
at('hold').addEventListener('click', () => {
  const next = at('hold').dataset.next;
  send('clock', next === 'still' ? 'The clock stands still.' : 'The clock runs.', { clock: next });
});
at('begin-again').addEventListener('click', () => {
  if (!isOnTheWay()) at('reset').showModal();
});
at('reset').addEventListener('close', () => {
  if (at('reset').returnValue !== 'reset') return;
  at('reset').returnValue = '';
  send('reset', 'The world begins again.', { seed: Number(at('seed').value), ids: freshIds() });
});
at('pay').addEventListener('submit', (event) => {
  event.preventDefault();
  const { account, amount, description, pending } = at('pay').elements;
  send('rows', 'The bank has booked it; the next refresh brings it.', {
    action: 'add',
    account: account.value,
    amount: Math.round(Number(amount.value) * 100),
    description: description.value,
    status: pending.checked ? 'pending' : 'posted',
  });
});
at('open-world').addEventListener('submit', (event) => {
  event.preventDefault();
  location.search = `?world=${encodeURIComponent(at('world').value)}`;
});
document.addEventListener('visibilitychange', () => !document.hidden && look());
setInterval(() => !document.hidden && look(), turnMs);

at('world').value = world;
document.title = `Bank in a box: ${world}`;
document.addEventListener('click', pressOnce, true);
Promise.all([ask('faults'), ask('scenarios')])
  .then(([board, told]) => {
    catalogue = board.catalogue;
    drawBoard(board, send);
    showScenarios(told, send);
  })
  .catch((error) => say(error.message, true))
  .finally(look);
watch(
  (pulse) => {
    showPulse(pulse);
    if (pulse.revision !== seenRevision) lookSoon();
  },
  (isThere) =>
    say(
      isThere ? 'The sandbox answers again.' : 'The sandbox does not answer. It is asked again until it does.',
      !isThere,
    ),
);
