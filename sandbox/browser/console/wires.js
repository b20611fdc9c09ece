// @ts-check
import { h } from '/_dialog/element.js';
import { ask } from './connection.js';
import { badge, button, countWords, empty, moment, pre, typeWords, unfolding } from './parts.js';

/** What went over the wires: events with their deliveries, requests with their answers, the application's mail. */

const deliveryTone = { delivered: 'good', waiting: 'warn', failed: 'bad', lost: 'bad' };

/** Events, newest first, each with its payload and how its deliveries went. */
export function eventsSection(events, deliveries, more, send) {
  if (events.length === 0) return [empty('Nothing has happened yet.')];
  const lines = events.map((event) => {
    const sent = deliveries.filter((delivery) => delivery.event === event.id);
    const states = [...new Set(sent.map(({ state }) => state))];
    const about = event.data.object.display_name ?? event.data.object.institution_name ?? '';
    return unfolding(
      event.id,
      [
        moment(event.created),
        h('span', { class: 'grow' }, typeWords(event.type), about && h('small', {}, about)),
        ...states.map((state) => badge(state, deliveryTone[state])),
        states.length === 0 && badge('no endpoint'),
      ].filter(Boolean),
      [
        ...sent.map((delivery) => deliveryLine(delivery, send)),
        pre(`Payload of ${event.id}`, JSON.stringify(event, null, 2)),
      ],
    );
  });
  return [...lines, moreButton('events', more)];
}

function deliveryLine(delivery, send) {
  const attempts = delivery.log.map((attempt) => `${attempt.status ?? attempt.problem} after ${attempt.tookMs} ms`);
  const bend = delivery.bend ? ` (${delivery.bend})` : '';
  return h(
    'div',
    { class: 'delivery' },
    h('code', {}, delivery.url ?? 'endpoint removed'),
    h('small', {}, `${delivery.state}${bend}: ${attempts.join('; ') || 'not tried yet'}`),
    button(`redeliver ${delivery.id}`, 'Deliver again', () =>
      send(`deliveries/${delivery.id}/redeliver`, 'The event is on its way once more.'),
    ),
  );
}

function moreButton(key, more) {
  return more ? button(`more ${key}`, 'Show more', more) : h('span', {});
}

export function requestsSection(requests, more) {
  if (requests.length === 0) return [empty('No request has come in since the sandbox started.')];
  const lines = requests.map((request) =>
    unfolding(
      request.id,
      [
        h('code', { class: 'method' }, request.method),
        h('span', { class: 'grow' }, ...pathWords(request.path)),
        request.fault && badge(request.fault, 'warn'),
        h('span', { class: 'aside' }, `${Math.round(request.tookMs)} ms`),
        badge(
          request.status === 0 ? 'cut' : String(request.status),
          request.status > 0 && request.status < 400 ? 'good' : 'bad',
        ),
      ].filter(Boolean),
      [
        h('p', { class: 'quiet' }, moment(request.at), ', ', h('code', {}, request.id)),
        pre(`Parameters of ${request.id}`, JSON.stringify(request.params, null, 2)),
        pre(`Answer to ${request.id}`, answers.get(request.id) ?? `${countWords(request.bytes, 'byte')}…`),
      ],
      { ontoggle: (event) => showAnswer(event.currentTarget, request.id) },
    ),
  );
  return [...lines, moreButton('requests', more)];
}

/** A path that may break before each slash. */
function pathWords(path) {
  return path.split(/(?=\/)/).flatMap((part) => [h('wbr', {}), part]);
}

/** Answers that somebody has looked at; they are long, so that only these are fetched. @type {Map<string, string>} */
const answers = new Map();

async function showAnswer(details, id) {
  if (!details.open || answers.has(id)) return;
  const text = await ask(`requests/${id}`).then(
    ({ answer }) => pretty(answer),
    (error) => error.message,
  );
  answers.set(id, text);
  const place = details.querySelector('pre:last-of-type');
  if (place) place.textContent = text;
}

function pretty(answer) {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return String(answer);
  }
}

/** The mail that the application has sent, newest first, with its addresses as links. */
export function mailSection(mail, send) {
  if (mail.length === 0) return [empty('The application has sent no mail.')];
  const clear = () => send('mail', 'The mail is thrown away.', undefined, 'DELETE');
  return [
    ...mail.map((letter) =>
      unfolding(
        `mail ${letter.id}`,
        [
          h('span', { class: 'grow' }, letter.subject || '(no subject)', h('small', {}, `to ${letter.to.join(', ')}`)),
          moment(Date.parse(letter.receivedAt) / 1000),
        ],
        [h('p', { class: 'letter' }, ...linked(letter.text))],
      ),
    ),
    button('mail clear', 'Throw it all away', clear),
  ];
}

function linked(text) {
  return text
    .split(/(https?:\/\/[^\s<>"')\]]+)/)
    .map((part, index) => (index % 2 === 1 ? h('a', { href: part, target: '_blank', rel: 'noreferrer' }, part) : part));
}
