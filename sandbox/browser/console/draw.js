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
 * Draws a place anew when what it shows has changed. A line that reads the same stays as it is, with what is selected in
 * it; elsewhere focus, what was unfolded and how far text was scrolled stay, by their `data-key`.
 * @param {string} id @param {unknown} data @param {() => Node[]} make
 */
export function draw(id, data, make) {
  if (!isNew(id, data)) return;
  const place = at(id);
  const focused = place.contains(document.activeElement) ? document.activeElement?.getAttribute('data-key') : null;
  const unfolded = byKey(place.querySelectorAll('details'), ({ open }) => open);
  const scrolled = byKey(place.querySelectorAll('pre'), ({ scrollTop, scrollLeft }) => ({ scrollTop, scrollLeft }));
  const lines = make();
  for (const details of lines.flatMap(within('details'))) {
    details.open = unfolded.get(details.dataset.key) ?? details.open;
  }
  replaceLines(place, lines);
  for (const text of place.querySelectorAll('pre')) Object.assign(text, scrolled.get(text.dataset.key));
  if (focused && !place.contains(document.activeElement)) focusAgain(place, focused);
}

/** @param {Iterable<any>} elements @param {(element: any) => any} read */
function byKey(elements, read) {
  return new Map([...elements].map((element) => [element.dataset.key, read(element)]));
}

/** All elements of a kind in a line, itself among them. @param {string} kind */
function within(kind) {
  return (/** @type {any} */ line) => [...(line.matches(kind) ? [line] : []), ...line.querySelectorAll(kind)];
}

/** Puts the lines in place of those that stand there, all but the ones that already stand there just so. */
function replaceLines(place, lines) {
  const standing = byKey(place.children, (line) => line);
  const kept = lines.map((line) => {
    const before = line.dataset.key && standing.get(line.dataset.key);
    return before?.isEqualNode(line) ? before : line;
  });
  for (const line of [...place.children]) if (!kept.includes(line)) line.remove();
  kept.forEach((line, index) => {
    if (place.children[index] !== line) place.insertBefore(line, place.children[index] ?? null);
  });
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
