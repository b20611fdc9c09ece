// @ts-check
import { h } from '/_dialog/element.js';
import { freshIds } from './connection.js';
import { at, draw } from './draw.js';
import { holdMovers } from './machine.js';
import { badge, button, unfolding } from './parts.js';

/** The scenarios that ship: what happens in each, and a button that plays it on the bank's side of this world. */

const tones = { done: '', held: 'good', failed: 'bad', 'for the app': '' };

/** What came of the last play of each. @type {Map<string, any>} */
const reports = new Map();
let scenarios = /** @type {any[]} */ ([]);

/** @param {any} answer what the sandbox tells of them @param {any} send */
export function showScenarios(answer, send) {
  scenarios = answer.scenarios;
  drawScenarios(send);
}

function drawScenarios(send) {
  draw('scenarios-body', [scenarios, [...reports]], () => scenarios.map((scenario) => scenarioLine(scenario, send)));
  holdMovers();
}

function scenarioLine(scenario, send) {
  const { name, title = name, complaint, story, problems = [] } = scenario;
  const report = reports.get(name);
  const isReady = problems.length === 0;
  return unfolding(
    `scenario ${name}`,
    [h('span', { class: 'grow' }, title), ...(isReady ? outcome(report) : [badge('not readable', 'bad')])],
    [
      complaint && h('p', {}, `People say: ${complaint}.`),
      story && h('p', { class: 'quiet' }, story),
      ...problems.map(({ line, message }) => h('p', {}, `Line ${line}: ${message}`)),
      h('ol', { class: 'steps-told' }, ...told(scenario, report).map(stepLine)),
      isReady && h('div', { class: 'steps' }, ...buttons(scenario, report, (body) => play(scenario, body, send))),
    ].filter(Boolean),
  );
}

/** The steps, with what came of those that were played. */
function told({ steps = [] }, report) {
  return steps.map((step) => ({ ...step, ...report?.steps.find((played) => played.step === step.step) }));
}

function stepLine({ words, state, problems = [] }) {
  return h(
    'li',
    {},
    words,
    state && h('span', {}, ' ', badge(state, tones[state])),
    ...problems.map((problem) => h('small', {}, problem)),
  );
}

function outcome(report) {
  if (!report) return [];
  if (!report.ok) return [badge('failed', 'bad')];
  return report.waitsFor ? [badge('your turn', 'warn')] : [badge('played', 'good')];
}

function buttons({ name, title = name }, report, press) {
  const goOn = report?.next && report.ok;
  return [
    goOn &&
      button(`go on ${name}`, `Go on from step ${report.next}`, () => press({ from: report.next }), {
        class: 'strong',
        'data-moves': true,
      }),
    button(`play ${name}`, 'Play it', () => press(beginning()), {
      'aria-label': `Play it: ${title}`,
      'data-moves': true,
    }),
    h('span', { class: 'quiet' }, 'Expects a fresh world.'),
  ].filter(Boolean);
}

/** Whether the world begins again before the first step, and with which ids. */
function beginning() {
  return at('scenario-reset').checked ? { reset: true, ids: freshIds() } : { reset: false };
}

function play({ name, title = name }, body, send) {
  const said = (report) => {
    const before = body.from ? (reports.get(name)?.steps ?? []).filter(({ step }) => step < body.from) : [];
    reports.set(name, { ok: true, ...report, steps: [...before, ...(report.steps ?? [])] });
    drawScenarios(send);
    const failed = report.steps?.find(({ state }) => state === 'failed');
    if (failed) return `“${title}” fails at step ${failed.step}, ${failed.words}: ${failed.problems?.[0] ?? ''}`;
    if (report.waitsFor) return `“${title}” waits for you: ${report.waitsFor}. Then go on.`;
    return `Played: ${title}.`;
  };
  return send(`scenarios/${name}`, said, body);
}
