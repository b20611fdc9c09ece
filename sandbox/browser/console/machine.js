// @ts-check
import { at } from './draw.js';
import { countWords, momentWords } from './parts.js';

/** The time machine: what the clock says, the way that it is on, and what came of the last one. */

const dayMs = 86_400_000;
const zone = { timeZone: 'America/New_York' };
const dayFormat = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
  year: 'numeric',
  ...zone,
});
const shortFormat = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', year: 'numeric', ...zone });
const timeFormat = new Intl.DateTimeFormat('en-US', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone });
const isoFormat = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', ...zone });

let told = { nowMs: 0, clock: 'still', atMs: 0 };
/** The way that the sandbox tells of, and whether this page has sent the world on one and waits for the answer. */
let advancing = /** @type {{ fromMs: number, toMs: number } | null} */ (null);
let isSent = false;

/** Milliseconds of the world's clock at this instant: a running one goes on between two words from the sandbox. */
function nowMs() {
  return told.clock === 'running' ? told.nowMs + (performance.now() - told.atMs) : told.nowMs;
}

function drawClock() {
  const ms = nowMs();
  const day = dayFormat.format(ms);
  const time = `${timeFormat.format(ms)} in New York`;
  if (at('clock-day').textContent !== day) at('clock-day').textContent = day;
  if (at('clock-time').textContent !== time) at('clock-time').textContent = time;
}

/** Shows the clock and the way it is on. @param {any} pulse */
export function showPulse(pulse) {
  told = { nowMs: pulse.nowMs, clock: pulse.clock, atMs: performance.now() };
  drawClock();
  const isRunning = pulse.clock === 'running';
  at('clock-mode').textContent = isRunning ? 'running' : 'standing still';
  at('hold').textContent = isRunning ? 'Hold the clock' : 'Let the clock run';
  at('hold').dataset.next = isRunning ? 'still' : 'running';
  at('date').min = isoFormat.format(pulse.nowMs + dayMs);
  advancing = pulse.advancing;
  showWay();
}

/** Shows from the press to the answer that the world is on its way. @param {boolean} isUnderWay */
export function showSent(isUnderWay) {
  isSent = isUnderWay;
  showWay();
}

function showWay() {
  at('way').hidden = !isOnTheWay();
  holdMovers();
  if (advancing) showDays(advancing, told.nowMs);
  else if (isSent) {
    at('way-bar').removeAttribute('value');
    at('way-words').textContent = 'On the way…';
  }
}

/** What moves the world cannot be pressed while it is on its way. */
export function holdMovers() {
  for (const mover of document.querySelectorAll('[data-moves]')) {
    if (isOnTheWay()) mover.setAttribute('aria-disabled', 'true');
    else mover.removeAttribute('aria-disabled');
  }
}

function showDays({ fromMs, toMs }, here) {
  const days = Math.round((toMs - fromMs) / dayMs);
  at('way-bar').value = toMs > fromMs ? (here - fromMs) / (toMs - fromMs) : 1;
  at('way-words').textContent =
    `Day ${Math.min(days, Math.round((here - fromMs) / dayMs))} of ${days}, ${shortFormat.format(here)}`;
}

/** Whether the world is on its way, so that nothing else may move it. */
export function isOnTheWay() {
  return isSent || advancing !== null;
}

/** What an advance has done, in a sentence. @param {any} answer */
export function movedWords({ happened }) {
  const { days, refreshes, rows, events, deactivations, warnings, expiries } = happened;
  const parts = [
    countWords(refreshes, 'refresh', 'refreshes'),
    `${countWords(rows, 'row')} new or changed`,
    countWords(events, 'event'),
    ...(deactivations > 0 ? [`${countWords(deactivations, 'account')} turned inactive`] : []),
    ...(warnings > 0 ? [countWords(warnings, 'warning')] : []),
    ...(expiries > 0 ? [`numbers of ${countWords(expiries, 'account')} expired`] : []),
  ];
  return `${days === 0 ? 'Less than a day' : countWords(days, 'day')} later: ${parts.join(', ')}.`;
}

/** How the deliveries stand. @param {any} state */
export function webhookWords(state) {
  if (state.endpoints.length === 0) return 'No webhook endpoint listens.';
  const { delivered = 0, waiting = 0, failed = 0, lost = 0 } = state.counts.deliveries;
  const parts = [
    `${delivered.toLocaleString('en-US')} delivered`,
    ...(waiting > 0 ? [`${waiting.toLocaleString('en-US')} on their way`] : []),
    ...(failed > 0 ? [`${failed.toLocaleString('en-US')} failed`] : []),
    ...(lost > 0 ? [`${lost.toLocaleString('en-US')} lost`] : []),
  ];
  return `Webhooks: ${parts.join(', ')}.`;
}

/** What happens to an account by itself. @type {Record<string, (name: string) => string>} */
const dueKinds = {
  subscription: (name) => `the daily refresh of ${name}`,
  warn: (name) => `a warning that ${name} ends`,
  deactivate: (name) => `${name} turns inactive`,
  'expire-numbers': (name) => `the numbers of ${name} expire`,
};

/** What is under way, and what will happen by itself, in a line. @param {any} state */
export function dueWords({ counts, due, accounts }) {
  const [next, ...later] = due;
  const sentences = [
    ...(counts.refreshing > 0 ? [`Under way: ${countWords(counts.refreshing, 'refresh', 'refreshes')}.`] : []),
    ...(next ? [`Next: ${dueThing(next, accounts)}${later.length > 0 ? `; ${later.length} more later` : ''}.`] : []),
  ];
  return sentences.join(' ') || 'Nothing is under way.';
}

function dueThing({ at: moment, kind, subject }, accounts) {
  const { name, last4 } = accounts.find(({ id }) => id === subject);
  return `${momentWords(Date.parse(moment) / 1000)}, ${dueKinds[kind](`${name} ••${last4}`)}`;
}

setInterval(drawClock, 1_000);

const machine = /** @type {HTMLElement} */ (document.querySelector('.machine'));
new ResizeObserver(() => {
  document.documentElement.style.setProperty('--machine-height', `${machine.offsetHeight}px`);
}).observe(machine, { box: 'border-box' });
