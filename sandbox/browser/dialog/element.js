// @ts-check

/**
 * Makes an element. Text goes in as text nodes only, so nothing that the server sends can become markup.
 * Keys that start with "on" are listeners, booleans become presence or absence of the attribute.
 *
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Outlines on a 20 × 20 grid. */
const outlines = {
  back: ['M12.5 4.5 7 10l5.5 5.5'],
  close: ['M5.5 5.5l9 9', 'M14.5 5.5l-9 9'],
  search: ['M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11Z', 'M13.2 13.2 17 17'],
  chevron: ['M8 5.5 12.5 10 8 14.5'],
  balances: ['M10 3v14', 'M5.5 17h9', 'M3.5 6.5h13', 'M5.2 6.8 3 12h4.4L5.2 6.8Z', 'M14.8 6.8 12.6 12H17l-2.2-5.2Z'],
  transactions: ['M4 5.5h12', 'M4 10h12', 'M4 14.5h7'],
  ownership: ['M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z', 'M4 16.5c.6-3 3-4.5 6-4.5s5.4 1.5 6 4.5'],
  payment_method: ['M8 3 6.5 17', 'M13.5 3 12 17', 'M3.5 7.5h13.5', 'M3 12.5h13.5'],
  check: ['M4.5 10.5 8.5 14.5 15.5 6'],
  window: ['M11.5 3.5h5v5', 'M16.5 3.5 9.5 10.5', 'M13.5 11.5v4a1 1 0 0 1-1 1h-8a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1h4'],
  pause: ['M7.5 5v10', 'M12.5 5v10'],
  alert: ['M10 5.5v5.5', 'M10 14.300v.2'],
};

/**
 * An icon that says nothing to a screen reader; the words beside it do.
 * @param {keyof typeof outlines} name
 */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  for (const outline of outlines[name]) {
    const path = document.createElementNS(svgNamespace, 'path');
    path.setAttribute('d', outline);
    svg.append(path);
  }
  return svg;
}

/**
 * A bank's mark: its initial on its color.
 * @param {{ initial: string, color: string }} institution
 */
export function bankMark(institution, size = '') {
  const mark = h('span', { class: `mark ${size}`, 'aria-hidden': 'true' }, institution.initial);
  mark.style.setProperty('--mark', institution.color);
  return mark;
}

/**
 * A labelled text field with a place for what is wrong with it.
 * @param {{ name: string, label: string, type?: string, hint?: string, value?: string, inputmode?: string, autocomplete?: string, maxlength?: number, class?: string }} options
 */
export function field({ name, label, hint, type = 'text', value = '', ...attributes }) {
  const hintId = hint ? `${name}-hint` : null;
  const input = h('input', {
    id: name,
    name,
    type,
    value,
    autocapitalize: 'none',
    autocorrect: 'off',
    spellcheck: 'false',
    'aria-describedby': [hintId, `${name}-problem`].filter(Boolean).join(' '),
    ...attributes,
  });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: name }, label),
    input,
    hint ? h('p', { id: hintId, class: 'hint' }, hint) : null,
    h('p', { id: `${name}-problem`, class: 'problem', role: 'alert' }),
  );
}

/**
 * Says what is wrong below the field, marks it and puts the cursor there; `null` takes all marks away.
 * @param {HTMLElement} form
 * @param {{ field: string | null, text: string } | null} problem
 */
export function showProblem(form, problem) {
  for (const marked of form.querySelectorAll('[aria-invalid]')) marked.removeAttribute('aria-invalid');
  for (const place of form.querySelectorAll('.problem')) place.textContent = '';
  if (!problem) return;
  const input = problem.field ? form.querySelector(`[name="${problem.field}"]`) : null;
  const place = input ? form.querySelector(`#${problem.field}-problem`) : form.querySelector('.problem.general');
  if (place) place.textContent = problem.text;
  if (input instanceof HTMLInputElement) {
    input.setAttribute('aria-invalid', 'true');
    if (input.type === 'password') input.value = '';
    input.focus();
  }
}
