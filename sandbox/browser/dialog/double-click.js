// @ts-check

/**
 * Lets the second click of a double click act only on what the first one hit: the first may have brought another pane
 * under the pointer, and nobody has read it yet.
 * @param {HTMLElement} root
 */
export function ignoreSecondClicks(root) {
  let first = /** @type {Element | null} */ (null);
  root.addEventListener(
    'click',
    (event) => {
      const target = /** @type {Element} */ (event.target);
      const control = target.closest('label') ?? target.closest('button, summary, input');
      if (event.detail <= 1) first = control;
      else if (control !== first) {
        event.preventDefault();
        event.stopPropagation();
      }
    },
    true,
  );
}
