// @ts-check
import { at } from './draw.js';
import { countWords } from './parts.js';

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
  showWay(pulse);
}

function showWay({ advancing, nowMs: here }) {
  at('way').hidden = !advancing;
  for (const mover of document.querySelectorAll('[data-days], #to-date button, #begin-again')) {
    mover.toggleAttribute('aria-disabled', Boolean(advancing));
    if (advancing) mover.setAttribute('aria-disabled', 'true');
  }
  if (!advancing) return;
  const { fromMs, toMs } = advancing;
  const days = Math.round((toMs - fromMs) / dayMs);
  at('way-bar').value = toMs > fromMs ? (here - fromMs) / (toMs - fromMs) : 1;
  at('way-words').textContent =
    `Day ${Math.min(days, Math.round((here - fromMs) / dayMs))} of ${days}, ${shortFormat.format(here)}`;
}

/** Whether the world is on its way, so that nothing else may move it. */
export function isOnTheWay() {
  return !at('way').hidden;
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

setInterval(drawClock, 1_000);
