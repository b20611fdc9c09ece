// @ts-check
import { h } from '/_dialog/element.js';
import { eventsSection, faultsSection, householdsSection, linkedSection, requestsSection } from './sections.js';

/** How long to wait between two looks, at least; after a slow answer several times as long as it took. */
const lookEveryMs = 2_000;

const at = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));
const world = new URL(location.href).searchParams.get('world') ?? 'plumb';
const query = `?world=${encodeURIComponent(world)}`;
/** What each section shows, so that it is drawn again only when it changed. @type {Map<string, string>} */
const shown = new Map();
let catalogue = /** @type {any[]} */ ([]);
let isLooking = false;
let timer = 0;

async function ask(path, method = 'GET', body = undefined) {
  const response = await fetch(`/_sandbox/${path}${query}`, {
    method,
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? `The sandbox answered ${response.status}.`);
  return answer;
}

function say(text, isFailure = false) {
  at('said').textContent = text;
  at('said').classList.toggle('failed', isFailure);
}

/** Carries out a control call, says what it did, and looks again. */
async function send(path, said, body = undefined, method = 'POST') {
  document.body.setAttribute('aria-busy', 'true');
  try {
    const answer = await ask(path, method, body);
    say(typeof said === 'function' ? said(answer) : said);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error), true);
  } finally {
    document.body.removeAttribute('aria-busy');
  }
  await look();
}

/** Draws a section anew when what it shows has changed; focus and what was unfolded stay. */
function draw(id, data, make) {
  const text = JSON.stringify(data);
  if (shown.get(id) === text) return;
  shown.set(id, text);
  const place = at(id);
  const focused = place.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : null;
  const unfolded = new Set([...place.querySelectorAll('details[open]')].map((details) => details.dataset.key));
  place.replaceChildren(...make());
  for (const details of place.querySelectorAll('details')) details.open = unfolded.has(details.dataset.key);
  if (focused) place.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

const dayFormat = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'America/New_York',
});
const timeFormat = new Intl.DateTimeFormat('en-US', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'America/New_York',
});

function drawClock(state) {
  at('clock-day').textContent = dayFormat.format(state.nowMs);
  at('clock-time').textContent = `${timeFormat.format(state.nowMs)} in New York`;
  at('clock-mode').textContent = state.clock === 'running' ? 'running' : 'standing still';
  at('hold').textContent = state.clock === 'running' ? 'Hold the clock' : 'Let the clock run';
  at('hold').dataset.next = state.clock === 'running' ? 'still' : 'running';
  at('seed').placeholder = String(state.seed);
}

function drawWorlds(worlds) {
  const names = [...new Set([world, ...worlds.map((known) => known.world)])].sort();
  draw('world', names, () => names.map((name) => h('option', { value: name, selected: name === world }, name)));
}

function drawFaultChoices(accounts) {
  const known = accounts.map(({ id, name, last4 }) => ({ id, name, last4 }));
  draw('fault-account', known, () => [
    h('option', { value: '' }, 'any'),
    ...known.map(({ id, name, last4 }) => h('option', { value: id }, `${name} ••${last4}`)),
  ]);
}

function explainFault() {
  const entry = catalogue.find(({ name }) => name === at('fault').value);
  if (!entry) return;
  const isAtOnce = entry.acts === 'at once';
  at('fault-effect').textContent = entry.effect;
  at('fault-account-label').hidden = !entry.takes.includes('account');
  at('fault-times-label').hidden = isAtOnce;
}

async function look() {
  if (isLooking) return;
  isLooking = true;
  clearTimeout(timer);
  const startedMs = performance.now();
  try {
    const [worlds, state, events, deliveries, requests] = await Promise.all(
      ['worlds', 'state', 'events', 'deliveries', 'requests'].map((path) => ask(path)),
    );
    drawWorlds(worlds.worlds);
    drawClock(state);
    drawFaultChoices(state.accounts);
    draw('linked-body', state.accounts, () => linkedSection(state, send));
    draw('households-body', state.households, () => householdsSection(state));
    draw('faults-body', state.faults, () => faultsSection(state, catalogue, send));
    draw('events-body', [events, deliveries], () => eventsSection(events.events, deliveries.deliveries, send));
    draw('requests-body', requests, () => requestsSection(requests.requests));
    document.body.dataset.ready = 'yes';
  } catch (error) {
    say(`The sandbox does not answer: ${error instanceof Error ? error.message : error}`, true);
  }
  isLooking = false;
  timer = window.setTimeout(
    () => !document.hidden && look(),
    Math.max(lookEveryMs, (performance.now() - startedMs) * 5),
  );
}

function movedWords(answer) {
  const { days, refreshes, events } = answer.happened;
  return `Moved on by ${days} ${days === 1 ? 'day' : 'days'}: ${refreshes} refreshes, ${events} events.`;
}

for (const button of document.querySelectorAll('[data-days]')) {
  button.addEventListener('click', () => {
    say('The days go by…');
    send('advance', movedWords, { days: Number(/** @type {HTMLElement} */ (button).dataset.days) });
  });
}
at('hold').addEventListener('click', () => send('clock', 'Done.', { clock: at('hold').dataset.next }));
at('begin-again').addEventListener('click', () => at('reset').showModal());
at('reset').addEventListener('close', () => {
  if (at('reset').returnValue !== 'reset') return;
  send('reset', 'The world begins again.', { seed: Number(at('seed').value) });
});
at('world').addEventListener('change', () => {
  location.search = `?world=${encodeURIComponent(at('world').value)}`;
});
at('fault').addEventListener('change', explainFault);
at('arm').addEventListener('submit', (event) => {
  event.preventDefault();
  const account = at('fault-account-label').hidden ? '' : at('fault-account').value;
  const times = at('fault-times-label').hidden ? {} : { times: Number(at('fault-times').value) };
  send('faults', 'Armed.', { fault: at('fault').value, ...times, ...(account ? { account } : {}) });
});
document.addEventListener('visibilitychange', () => !document.hidden && look());

at('mail-link').href = `/_sandbox/mail${query}`;
document.title = `Bank in a box: ${world}`;
ask('faults')
  .then((faults) => {
    catalogue = faults.catalogue;
    at('fault').replaceChildren(...catalogue.map(({ name, title }) => h('option', { value: name }, title)));
    explainFault();
  })
  .catch(() => say('The sandbox does not answer.', true))
  .finally(look);
