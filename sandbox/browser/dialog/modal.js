// @ts-check
import { h } from './element.js';

const tabbable =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex="-1"])';

/**
 * What Tab can reach within an element, in order. A group of radio buttons is one stop, as browsers have it.
 * @param {ParentNode} root
 * @returns {HTMLElement[]}
 */
function tabStops(root) {
  const all = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(tabbable)]);
  return all.filter((element) => {
    if (element.closest('[inert]') || element.getClientRects().length === 0) return false;
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio' || element.checked) return true;
    const group = [...root.querySelectorAll(`input[type=radio][name="${element.name}"]`)];
    return !group.some((radio) => /** @type {HTMLInputElement} */ (radio).checked) && group[0] === element;
  });
}

/** Keeps Tab inside the frame's card. @param {HTMLElement} stage */
export function trapFocus(stage) {
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Tab' || event.altKey || event.ctrlKey || event.metaKey) return;
    const stops = tabStops(stage);
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (!first || !last) return;
    const active = document.activeElement;
    const position = stops.indexOf(/** @type {HTMLElement} */ (active));
    const isOutside = !active || active === document.body;
    const goesOverEnd = event.shiftKey ? position === 0 || isBefore(active, first) : position === stops.length - 1;
    if (!goesOverEnd && !isOutside) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  });
}

/** A heading that was focused by script stands before the first stop. */
function isBefore(/** @type {Element | null} */ active, /** @type {HTMLElement} */ first) {
  return active !== null && Boolean(active.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING);
}

/**
 * `answer` resolves with true to leave; `withdraw` takes the question back, as if the person stayed.
 * @typedef {{ answer: Promise<boolean>, withdraw: () => void }} Question
 */

/**
 * Asks whether to give up, over the card.
 * @param {HTMLElement} stage
 * @param {HTMLElement} card
 * @param {string} businessName
 * @returns {Question}
 */
export function askBeforeLeaving(stage, card, businessName) {
  const before = document.activeElement;
  const { promise, resolve } = /** @type {PromiseWithResolvers<boolean>} */ (Promise.withResolvers());
  const answer = (/** @type {boolean} */ leaves) => {
    panel.remove();
    card.inert = false;
    if (!leaves && before instanceof HTMLElement) before.focus();
    resolve(leaves);
  };
  const panel = h(
    'div',
    {
      class: 'question',
      role: 'alertdialog',
      'aria-modal': 'true',
      'aria-labelledby': 'leave',
      'aria-describedby': 'leave-why',
    },
    h(
      'div',
      { class: 'question-box' },
      h('h2', { id: 'leave' }, 'Stop linking?'),
      h(
        'p',
        { id: 'leave-why' },
        `Nothing has been linked to ${businessName} yet. You would start again from the beginning.`,
      ),
      h(
        'div',
        { class: 'buttons' },
        h('button', { type: 'button', class: 'primary', onclick: () => answer(false) }, 'Keep going'),
        h('button', { type: 'button', class: 'plain danger', onclick: () => answer(true) }, 'Stop and close'),
      ),
    ),
  );
  panel.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    answer(false);
  });
  card.inert = true;
  stage.append(panel);
  panel.querySelector('button').focus();
  return { answer: promise, withdraw: () => answer(false) };
}
