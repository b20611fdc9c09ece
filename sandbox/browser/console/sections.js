// @ts-check
import { h } from '/_dialog/element.js';
import { moneyWords } from '/_dialog/words.js';

/** @typedef {(path: string, said: string, body?: object, method?: string) => void} Send */

const statusTone = { active: 'good', inactive: 'warn', disconnected: 'bad' };
const deliveryTone = { delivered: 'good', waiting: 'warn', failed: 'bad', lost: 'bad' };
const kinds = {
  checking: 'Checking',
  savings: 'Savings',
  credit_card: 'Credit card',
  line_of_credit: 'Line of credit',
  mortgage: 'Mortgage',
};

const clockFormat = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'America/New_York',
});

/** A moment in the banks' zone. @param {number} seconds unix seconds */
function moment(seconds) {
  return h('time', { datetime: new Date(seconds * 1000).toISOString() }, clockFormat.format(seconds * 1000));
}

function badge(text, tone = '') {
  return h('span', { class: `badge ${tone}` }, text);
}

function kindWords(account) {
  return `${kinds[account.subcategory] ?? 'Account'} ••${account.last4}`;
}

/** An institution's key as words: `quarry_street` is "Quarry Street". @param {string} key */
function bankWords(key) {
  return key.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** What stands in the bank's own ledger now; nobody knows it before somebody signed in as this household. */
function truthWords(balance) {
  return balance ? moneyWords(balance.posted) : 'not asked yet';
}

function toldWords(balance) {
  if (!balance) return h('span', { class: 'quiet' }, 'none yet');
  return h('span', {}, moneyWords(balance.current.usd), h('small', {}, 'as of ', moment(balance.as_of)));
}

/** Linked accounts: what Stripe's side tells beside what is true at the bank, and what can be done to them. */
export function linkedSection(state, send) {
  if (state.accounts.length === 0)
    return [h('p', { class: 'empty' }, 'No account is linked yet. Link one in the application, with any user name.')];
  const heads = ['Account', 'Status', 'Told balance', 'True balance', 'Rows told', 'Do'];
  return [
    h(
      'div',
      { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Table of linked accounts' },
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ...heads.map((head) => h('th', { scope: 'col', class: head.endsWith('balance') ? 'amount' : null }, head)),
          ),
        ),
        h('tbody', {}, ...state.accounts.map((account) => linkedRow(account, send))),
      ),
    ),
  ];
}

function linkedRow(account, send) {
  const rows = Object.entries(account.transactions).map(([status, { count }]) => `${count} ${status}`);
  return h(
    'tr',
    {},
    h(
      'td',
      {},
      h('strong', {}, account.name),
      h('small', {}, `${account.institution}, ${kindWords(account)}`),
      h('small', {}, h('code', {}, account.id)),
    ),
    h(
      'td',
      { 'data-label': 'Status' },
      badge(account.status, statusTone[account.status]),
      account.subscribed && h('small', {}, 'refreshed daily'),
    ),
    h('td', { class: 'amount', 'data-label': 'Told balance' }, toldWords(account.toldBalance)),
    h('td', { class: 'amount', 'data-label': 'True balance' }, truthWords(account.trueBalance)),
    h('td', { 'data-label': 'Rows told' }, rows.length > 0 ? rows.join(', ') : 'none yet'),
    h('td', {}, h('div', { class: 'steps' }, ...actsFor(account).map((act) => actButton(account, act, send)))),
  );
}

const acts = {
  deactivate: { label: 'Deactivate', said: 'The connection broke: the account is inactive.' },
  reactivate: { label: 'Reactivate', said: 'The account is active again.' },
  disconnect: { label: 'Disconnect', said: 'The access was taken back; nothing can be read any more.' },
  reissue: { label: 'New ids on relink', said: 'Linking this account again will give it new ids.' },
};

/** @returns {(keyof typeof acts)[]} */
function actsFor(account) {
  if (account.status === 'active') return ['deactivate', 'disconnect'];
  return account.status === 'inactive' ? ['reactivate', 'reissue', 'disconnect'] : [];
}

function actButton(account, act, send) {
  const { label, said } = acts[act];
  return h(
    'button',
    {
      type: 'button',
      'data-key': `${account.id} ${act}`,
      'aria-label': `${label}: ${account.name} ${account.last4}`,
      onclick: () => send(`accounts/${account.id}/${act}`, said),
    },
    label,
  );
}

/** The people behind the banks, with what they truly have. Test institutions stand last, folded. */
export function householdsSection(state) {
  const people = state.households.filter((household) => household.usernames.length > 0);
  return people.map((household) =>
    h(
      'article',
      { class: 'household' },
      h('h3', {}, household.title),
      h('p', { class: 'quiet' }, household.story),
      h(
        'p',
        {},
        'Signs in as ',
        ...household.usernames.flatMap((name, index) => [index > 0 ? ', ' : '', h('code', {}, name)]),
      ),
      h(
        'ul',
        { class: 'lines' },
        ...household.accounts.map((account) =>
          h(
            'li',
            {},
            h('span', {}, account.name, h('small', {}, `${bankWords(account.institution)}, ${kindWords(account)}`)),
            h(
              'span',
              { class: 'amount' },
              truthWords(account.trueBalance),
              account.linked.length > 0 && h('small', {}, 'linked'),
            ),
          ),
        ),
      ),
    ),
  );
}

export function faultsSection(state, catalogue, send) {
  if (state.faults.length === 0)
    return [h('p', { class: 'empty' }, 'Nothing is armed. Everything works as it should.')];
  return [
    h(
      'ul',
      { class: 'armed' },
      ...state.faults.map((fault) =>
        h(
          'li',
          {},
          h(
            'span',
            {},
            h('strong', {}, catalogue.find(({ name }) => name === fault.name)?.title ?? fault.name),
            ` ${fault.remaining === null ? 'until removed' : `${fault.remaining} more`} `,
            h(
              'code',
              {},
              Object.entries(fault.detail)
                .map(([key, value]) => `${key}=${value}`)
                .join(' '),
            ),
          ),
          h(
            'button',
            {
              type: 'button',
              'data-key': `fault ${fault.id}`,
              onclick: () => send(`faults/${fault.id}`, 'The fault is removed.', undefined, 'DELETE'),
            },
            'Remove',
          ),
        ),
      ),
    ),
  ];
}

/** Events, newest first, each with its payload and how its deliveries went. */
export function eventsSection(events, deliveries, send) {
  if (events.length === 0) return [h('p', { class: 'empty' }, 'Nothing has happened yet.')];
  return events.slice(0, 60).map((event) => {
    const sent = deliveries.filter((delivery) => delivery.event === event.id);
    return h(
      'details',
      { 'data-key': event.id },
      h(
        'summary',
        { 'data-key': `${event.id} summary` },
        moment(event.created),
        h('span', { class: 'grow' }, event.type),
        h('span', { class: 'aside' }, event.data.object.display_name ?? event.data.object.institution_name ?? ''),
        ...sent.map((delivery) => badge(delivery.state, deliveryTone[delivery.state])),
        sent.length === 0 && badge('no endpoint'),
      ),
      h(
        'div',
        { class: 'about' },
        ...sent.map((delivery) => deliveryLine(delivery, send)),
        h(
          'pre',
          { tabindex: '0', role: 'region', 'aria-label': `Payload of ${event.id}` },
          JSON.stringify(event, null, 2),
        ),
      ),
    );
  });
}

function deliveryLine(delivery, send) {
  const attempts = delivery.log.map((attempt) => `${attempt.status ?? attempt.problem} after ${attempt.tookMs} ms`);
  return h(
    'div',
    {},
    h('code', {}, delivery.url ?? 'endpoint removed'),
    h(
      'small',
      {},
      `${delivery.state}${delivery.bend ? ` (${delivery.bend})` : ''}: ${attempts.join('; ') || 'not tried yet'}`,
    ),
    h(
      'button',
      {
        type: 'button',
        'data-key': `redeliver ${delivery.id}`,
        onclick: () => send(`deliveries/${delivery.id}/redeliver`, 'The event is on its way once more.'),
      },
      'Deliver again',
    ),
  );
}

export function requestsSection(requests) {
  if (requests.length === 0) return [h('p', { class: 'empty' }, 'No request has come in since the sandbox started.')];
  return requests
    .slice(0, 60)
    .map((request) =>
      h(
        'details',
        { 'data-key': request.id },
        h(
          'summary',
          { 'data-key': `${request.id} summary` },
          h('code', {}, request.method),
          h('span', { class: 'grow' }, request.path),
          h('span', { class: 'aside' }, `${Math.round(request.tookMs)} ms`),
          badge(String(request.status), request.status < 400 ? 'good' : 'bad'),
          request.fault && badge(request.fault, 'warn'),
        ),
        h(
          'div',
          { class: 'about' },
          h(
            'pre',
            { tabindex: '0', role: 'region', 'aria-label': `Parameters of ${request.id}` },
            JSON.stringify(request.params, null, 2),
          ),
          h('pre', { tabindex: '0', role: 'region', 'aria-label': `Answer to ${request.id}` }, pretty(request.answer)),
        ),
      ),
    );
}

function pretty(answer) {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2);
  } catch {
    return String(answer);
  }
}
