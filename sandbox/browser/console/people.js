// @ts-check
import { h } from '/_dialog/element.js';
import { accountLine, moneyWords } from '/_dialog/words.js';
import { actButtons } from './acts.js';
import { badge, bankWords, countWords, moment, unfolding, whose } from './parts.js';

/** @typedef {(path: string, said: string, body?: object, method?: string) => void} Send */

const statusTone = { active: 'good', inactive: 'warn', disconnected: 'bad' };

/** The people behind the banks: what is true there beside what has been told, and what can be done to it. */
export function peopleSection(state, send) {
  const people = state.households.filter((household) => household.usernames.length > 0);
  const known = new Set(people.flatMap(({ accounts }) => accounts.map(({ key }) => key)));
  const others = state.accounts.filter((account) => !known.has(account.bankAccount));
  return [
    ...people.map((household) => householdCard(household, state, send)),
    ...(others.length > 0 ? [othersCard(others, state, send)] : []),
  ];
}

function householdCard(household, state, send) {
  return h(
    'article',
    { class: 'household', 'aria-labelledby': `household-${household.key}` },
    h('h3', { id: `household-${household.key}` }, household.title),
    h('p', { class: 'quiet' }, household.story),
    h(
      'p',
      { class: 'quiet' },
      'Signs in as ',
      ...household.usernames.flatMap((name, index) => [index > 0 ? ', ' : '', h('code', {}, name)]),
    ),
    heads(),
    ...household.accounts.flatMap((account) => {
      const links = state.accounts.filter((row) => row.bankAccount === account.key);
      if (links.length === 0) return [unlinkedLine(account)];
      return links.map((row) => linkedLine(row, bankWords(account.institution), state, send));
    }),
  );
}

function othersCard(accounts, state, send) {
  return h(
    'article',
    { class: 'household', 'aria-labelledby': 'household-others' },
    h('h3', { id: 'household-others' }, 'Test institutions'),
    h('p', { class: 'quiet' }, 'Accounts that nobody lives from. Any user name signs in.'),
    heads(),
    ...accounts.map((row) => linkedLine(row, row.institution, state, send)),
  );
}

function heads() {
  const cells = ['Account', 'True', 'Told', 'Status'];
  return h('div', { class: 'line heads', 'aria-hidden': 'true' }, ...cells.map((cell) => h('span', {}, cell)));
}

function nameCell(name, bank, account, of = '') {
  return h(
    'span',
    { class: 'account-name' },
    h('strong', {}, name),
    h('small', {}, `${bank}, ${accountLine(account)}`),
    of !== '' && h('small', {}, of),
  );
}

/** A figure with its word for those who do not see the column it stands in. */
function figureCell(word, ...content) {
  return h('span', { class: 'figure' }, h('span', { class: 'word' }, `${word} `), ...content);
}

/** What stands in the bank's own ledger now; a life begins when somebody first signs in as it. */
function truth(balance) {
  return balance ? moneyWords(balance.posted) : h('span', { class: 'quiet' }, 'not begun yet');
}

function unlinkedLine(account) {
  return h(
    'div',
    { class: 'line unlinked' },
    nameCell(account.name, bankWords(account.institution), account),
    figureCell('True', truth(account.trueBalance)),
    figureCell('Told', h('span', { class: 'quiet' }, '–')),
    h('span', { class: 'status' }, badge(account.closed ? 'closed' : 'not linked')),
  );
}

function linkedLine(account, bank, { accounts, acts }, send) {
  const of = whose(account, accounts);
  return unfolding(
    account.id,
    [
      nameCell(account.name, bank, account, of),
      figureCell('True', truth(account.trueBalance)),
      figureCell('Told', ...told(account)),
      h('span', { class: 'status' }, badge(account.status, statusTone[account.status])),
    ],
    [facts(account), h('div', { class: 'steps' }, ...actButtons(account, of, acts, send))],
    { class: 'linked' },
  );
}

function told({ toldBalance, trueBalance }) {
  if (!toldBalance) return [h('span', { class: 'quiet' }, 'nothing yet')];
  const off = trueBalance ? toldBalance.current.usd - trueBalance.posted : 0;
  return [moneyWords(toldBalance.current.usd), h('small', {}, off === 0 ? 'the same' : `off by ${moneyWords(off)}`)];
}

function facts(account) {
  const { rows, refreshes, transactions } = account;
  const counted = Object.entries(transactions).map(
    ([status, { count }]) => `${count.toLocaleString('en-US')} ${status}`,
  );
  const behind = [
    rows.untold ? `${countWords(rows.untold, 'row')} at the bank that the next refresh brings` : null,
    rows.withheld ? `${countWords(rows.withheld, 'row')} kept back by a fault` : null,
    rows.bent ? `${countWords(rows.bent, 'row')} told wrongly by a fault` : null,
  ].filter(Boolean);
  return h(
    'dl',
    {},
    ...fact('Id', h('code', {}, account.id)),
    ...(account.closed ? fact('At the bank', 'closed: no login finds it any more') : []),
    ...(account.customer ? fact('Customer', h('code', {}, account.customer)) : []),
    ...fact('May read', account.permissions?.join(', ') ?? 'nothing'),
    ...fact('Balance told', account.toldBalance ? moment(account.toldBalance.as_of) : 'not yet'),
    ...fact('Rows told', counted.join(', ') || 'none yet'),
    ...fact('Not told', behind.join('; ') || 'nothing that is known'),
    ...Object.entries(refreshes).flatMap(([feature, refresh]) =>
      refresh ? fact(`Refresh of ${feature}`, ...refreshWords(refresh)) : [],
    ),
    ...(account.numbers?.length ? fact('Numbers', account.numbers.map(numberWords).join(', ')) : []),
    ...(account.paysBy.length > 0 ? fact('Can pay by', account.paysBy.join(', ')) : []),
    ...(expectedEnd(account) ? fact('Expected to end', moment(expectedEnd(account))) : []),
    ...(account.subscribed ? fact('Subscription', 'transactions, daily') : []),
  );
}

function numberWords({ identifier_type: type, status }) {
  return `${type.replaceAll('_', ' ')}, ${status}`;
}

function expectedEnd({ statusDetails }) {
  return statusDetails?.active?.expected_deactivation_date ?? null;
}

function fact(name, ...content) {
  return [h('dt', {}, name), h('dd', {}, ...content)];
}

function refreshWords(refresh) {
  return [`${refresh.status}, `, moment(refresh.last_attempted_at)];
}
