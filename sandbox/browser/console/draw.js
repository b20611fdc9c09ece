// @ts-check

/** What each place shows, so that it is drawn again only when it changed. @type {Map<string, string>} */
const shown = new Map();

export const at = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** Whether what a place shows differs from the last time that this was asked. @param {string} id @param {unknown} data */
export function isNew(id, data) {
  const text = JSON.stringify(data);
  if (shown.get(id) === text) return false;
  shown.set(id, text);
  return true;
}

/**
 * Draws a place anew when what it shows has changed; focus and what was unfolded stay, by their `data-key`.
 * @param {string} id @param {unknown} data @param {() => Node[]} make
 */
export function draw(id, data, make) {
  if (!isNew(id, data)) return;
  const place = at(id);
  const focused = place.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : null;
  const unfolded = new Map(
    [...place.querySelectorAll('details')].map((details) => [details.dataset.key, details.open]),
  );
  place.replaceChildren(...make());
  for (const details of place.querySelectorAll('details')) {
    details.open = unfolded.get(details.dataset.key) ?? details.open;
  }
  if (focused) focusAgain(place, focused);
}

/** The control with that key; where it is gone, the place itself, so that the keyboard goes on from there. */
function focusAgain(place, key) {
  const control = place.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (control) return control.focus();
  place.tabIndex = -1;
  place.focus();
}

/** Options of a select, with the choice kept where it is still there. @param {any} select @param {Node[]} options */
export function fillSelect(select, options) {
  const chosen = select.value;
  select.replaceChildren(...options);
  if ([...select.options].some((option) => option.value === chosen)) select.value = chosen;
}
