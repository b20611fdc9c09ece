// @ts-check
import { h } from '/_dialog/element.js';
import { at, fillSelect } from './draw.js';
import { button, empty, typeWords, whose, withCode } from './parts.js';

/** The fault board: every fault a button, with what it can be told; and what is armed. */

const groups = {
  requests: ['The next requests', 'What the API answers, or does not.'],
  refreshes: ['The next refreshes', 'What comes from the bank, or does not.'],
  events: ['The next webhooks', 'How events arrive, or do not.'],
  'at once': ['An account, at once', 'Something happens at the bank or at Stripe now.'],
};

const features = ['balance', 'ownership', 'transactions'].map((name) => ({ key: name, name }));

/** @typedef {{ catalogue: any[], institutions: { key: string, name: string }[], eventTypes: string[] }} Board */

/** How each thing that a fault can be told is asked for. @type {Record<string, { label: string, make: (more: any, board: Board) => any }>} */
const fields = {
  path: {
    label: 'Only paths that begin so',
    make: (more) => h('input', { placeholder: '/v1/…', pattern: '/.*', ...more }),
  },
  type: {
    label: 'Only events of this type',
    make: (more, { eventTypes }) =>
      choice(
        more,
        eventTypes.map((type) => ({ key: type, name: typeWords(type) })),
      ),
  },
  institution: { label: 'Only this bank', make: (more, { institutions }) => choice(more, institutions) },
  feature: { label: 'Only this feature', make: (more) => choice(more, features) },
  ms: { label: 'Milliseconds', make: (more) => number({ min: 0, max: 600_000, ...more }) },
  rows: { label: 'Rows', make: (more) => number({ min: 1, ...more }) },
  days: { label: 'Days', make: (more) => number({ min: 0, max: 180, ...more }) },
  amount: { label: 'Cents, negative = out', make: (more) => number(more) },
  after: { label: 'carried out first, `after`', make: tick },
  deactivates: { label: 'turns inactive as well, `deactivates`', make: tick },
  shouldRetry: { label: 'says that trying again helps, `shouldRetry`', make: tick },
};

function number(more) {
  return h('input', { type: 'number', step: 1, ...more });
}

/** @param {any} more @param {{ key: string, name: string }[]} choices */
function choice(more, choices) {
  const options = choices.map(({ key, name }) => h('option', { value: key }, name));
  return h('select', more, h('option', { value: '' }, 'any'), ...options);
}

function tick(more) {
  return h('input', { type: 'checkbox', ...more });
}

/** Draws the board once. @param {Board} board @param {any} send */
export function drawBoard(board, send) {
  const isWide = matchMedia('(min-width: 900px)').matches;
  at('board').replaceChildren(
    ...Object.entries(groups).map(([acts, [title, words]]) =>
      h(
        'details',
        { class: 'group', open: isWide },
        h('summary', {}, h('h3', {}, title), h('span', { class: 'quiet' }, words)),
        ...board.catalogue.filter((entry) => entry.acts === acts).map((entry) => faultLine(entry, board, send)),
      ),
    ),
  );
}

function faultLine(entry, board, send) {
  const repeats = entry.acts !== 'at once';
  const asked = entry.takes.filter((name) => name !== 'account');
  const form = h(
    'form',
    { class: 'fault', 'data-fault': entry.name, onsubmit: (event) => arm(event, entry, form, send) },
    h('button', { type: 'submit' }, entry.title),
    h('p', { class: 'quiet' }, ...withCode(entry.effect)),
    (repeats || asked.length > 0) &&
      h(
        'details',
        { class: 'options' },
        h('summary', {}, 'Options', h('span', { class: 'unseen' }, ` of “${entry.title}”`)),
        h(
          'div',
          { class: 'fields' },
          repeats &&
            h('label', {}, 'Times (empty: until removed)', number({ name: 'times', min: 1, max: 1_000, value: 1 })),
          ...asked.map((name) => optionField(name, board)),
        ),
      ),
  );
  return form;
}

function optionField(name, board) {
  const { label, make } = fields[name];
  const control = make({ name }, board);
  return control.type === 'checkbox'
    ? h('label', { class: 'tick' }, control, h('span', {}, ...withCode(label)))
    : h('label', {}, label, control);
}

function arm(event, entry, form, send) {
  event.preventDefault();
  const account = entry.takes.includes('account') ? at('aim').value : '';
  const isAtOnce = entry.acts === 'at once';
  if (isAtOnce && !account) {
    at('aim').focus();
    return send(null, `“${entry.title}” strikes one account: choose which.`);
  }
  const body = { fault: entry.name, ...told(form), ...(account ? { account } : {}) };
  return send('faults', isAtOnce ? `Done: ${entry.title}.` : `Armed: ${entry.title}.`, body);
}

/** What the options say; what was left empty is left out, `times` excepted. */
function told(form) {
  const body = {};
  for (const control of form.elements) {
    if (!control.name) continue;
    if (control.type === 'checkbox') {
      if (control.checked) body[control.name] = true;
    } else if (control.value !== '') {
      body[control.name] = control.type === 'number' ? Number(control.value) : control.value;
    } else if (control.name === 'times') body.times = null;
  }
  return body;
}

/** Brings the choices of the board in line with what there is. */
export function fillChoices(state) {
  const options = state.accounts.map((account) => {
    const { id, name, last4, status } = account;
    const more = [whose(account, state.accounts), status === 'active' ? '' : `(${status})`];
    return h('option', { value: id }, [`${name} ••${last4}`, ...more].filter(Boolean).join(' '));
  });
  fillSelect(at('aim'), [h('option', { value: '' }, 'any'), ...options]);
}

export function armedSection(state, catalogue, send) {
  if (state.faults.length === 0) return [empty('Nothing is armed. Everything works as it should.')];
  const disarm = (path, said) => send(path, said, undefined, 'DELETE');
  return [
    h(
      'ul',
      { class: 'armed', 'aria-label': 'Armed faults' },
      ...state.faults.map((fault) => {
        const title = catalogue.find(({ name }) => name === fault.name)?.title ?? fault.name;
        const detail = Object.entries(fault.detail).map(([key, value]) => `${key}=${value}`);
        return h(
          'li',
          {},
          h(
            'span',
            {},
            h('strong', {}, title),
            ` ${fault.remaining === null ? 'until removed' : `${fault.remaining} more`} `,
            detail.length > 0 && h('code', {}, detail.join(' ')),
          ),
          button(`fault ${fault.id}`, 'Remove', () => disarm(`faults/${fault.id}`, `Removed: ${title}.`), {
            'aria-label': `Remove: ${title}`,
          }),
        );
      }),
    ),
    state.faults.length > 1 &&
      button('faults all', 'Remove all', () => disarm('faults', 'No fault is armed any more.')),
  ].filter(Boolean);
}
