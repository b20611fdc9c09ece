// @ts-check
import { h } from '/_dialog/element.js';

/** Small pieces that several sections are made of. */

const momentFormat = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'America/New_York',
});

/** A moment in the banks' zone. @param {number} seconds unix seconds */
export function moment(seconds) {
  return h('time', { datetime: new Date(seconds * 1000).toISOString() }, momentWords(seconds));
}

/** @param {number} seconds unix seconds */
export function momentWords(seconds) {
  return momentFormat.format(seconds * 1000);
}

export function badge(text, tone = '') {
  return h('span', { class: `badge ${tone}` }, text);
}

export function empty(text) {
  return h('p', { class: 'empty' }, text);
}

/** An institution's key as words: `quarry_street` is "Quarry Street". @param {string} key */
export function bankWords(key) {
  return key.replaceAll('_', ' ').replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}

/** The type of an event without its long common beginning; the payload has it whole. @param {string} type */
export function typeWords(type) {
  return type.replace(/^financial_connections\./, '');
}

/** @param {number} count @param {string} one @param {string} [many] */
export function countWords(count, one, many = `${one}s`) {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** Whose an account is, where somebody else has linked the same one too. @param {any} account @param {any[]} accounts */
export function whose({ bankAccount, customer, customerWords }, accounts) {
  const isShared = accounts.some((other) => other.bankAccount === bankAccount && other.customer !== customer);
  if (!isShared) return '';
  return customerWords === null ? 'linked by a scenario' : `linked by ${customerWords}`;
}

/** Text whose `backticked` parts are code. @param {string} text */
export function withCode(text) {
  return text.split('`').map((part, index) => (index % 2 === 1 ? h('code', {}, part) : part));
}

/**
 * A button that keeps the focus when its section is drawn again.
 * @param {string} key @param {string} label @param {() => void} press @param {Record<string, any>} [more]
 */
export function button(key, label, press, more = {}) {
  return h('button', { type: 'button', 'data-key': key, onclick: press, ...more }, label);
}

/** A line that unfolds. @param {string} key @param {(Node | string)[]} line @param {(Node | string)[]} inside */
export function unfolding(key, line, inside, more = {}) {
  return h(
    'details',
    { 'data-key': key, ...more },
    h('summary', { 'data-key': `${key} line` }, ...line),
    h('div', { class: 'about' }, ...inside),
  );
}

/** Text that scrolls within itself, reachable by keyboard. @param {string} label @param {string} text */
export function pre(label, text) {
  return h('pre', { 'data-key': label, tabindex: '0', role: 'region', 'aria-label': label }, text);
}
