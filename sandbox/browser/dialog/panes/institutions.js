// @ts-check
import { bankMark, h, icon } from '../element.js';

/** Words of a name start where a person might start to type it: "oauth" finds "Test (OAuth)". */
function matches(name, query) {
  const words = query
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);
  const nameWords = name.toLowerCase().split(/[^a-z0-9]+/);
  return words.every((word) => nameWords.some((candidate) => candidate.startsWith(word)));
}

function choice(institution, dialog) {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'choice',
      onclick: () => dialog.act({ type: 'choose_institution', institution: institution.key }, button),
    },
    bankMark(institution),
    h('span', { class: 'choice-name' }, institution.name),
    icon('chevron'),
  );
  return h('li', {}, button);
}

function group(title, institutions, dialog) {
  if (institutions.length === 0) return null;
  const id = `group-${title.toLowerCase().replaceAll(' ', '-')}`;
  return h(
    'section',
    { class: 'group', 'aria-labelledby': id },
    h('h2', { id }, title),
    h('ul', { class: 'choices' }, ...institutions.map((institution) => choice(institution, dialog))),
  );
}

function groups(all, dialog) {
  const listed = all.filter((institution) => institution.isListed);
  const banks = listed.filter((institution) => !institution.isTest);
  return [
    group(
      'Popular',
      banks.filter((institution) => institution.isPopular),
      dialog,
    ),
    group(
      'More banks',
      banks.filter((institution) => !institution.isPopular),
      dialog,
    ),
    group(
      'Test institutions',
      listed.filter((institution) => institution.isTest),
      dialog,
    ),
  ].filter(Boolean);
}

/** Arrow keys walk from the search field through the list and back. */
function walk(event, search, list) {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = [search, ...list.querySelectorAll('button')];
  const next = stops[stops.indexOf(document.activeElement) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

export function institutionsPane(view, dialog) {
  const list = h('div', { class: 'institutions' });
  const search = h('input', {
    id: 'search',
    name: 'search',
    type: 'search',
    placeholder: 'Search banks',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: 60,
  });

  function draw() {
    const query = search.value.trim();
    if (!query) return list.replaceChildren(...groups(view.institutions, dialog));
    const found = view.institutions.filter((institution) => matches(institution.name, query));
    dialog.announce(found.length === 1 ? '1 bank found' : `${found.length} banks found`);
    if (found.length === 0) {
      return list.replaceChildren(
        h(
          'p',
          { class: 'nothing' },
          h('strong', {}, `No bank called “${query}”`),
          h('span', {}, 'Try a shorter word, or the first letters of its name.'),
        ),
      );
    }
    list.replaceChildren(h('ul', { class: 'choices' }, ...found.map((institution) => choice(institution, dialog))));
  }

  draw();
  search.addEventListener('input', draw);
  const body = h(
    'div',
    { onkeydown: (event) => walk(event, search, list) },
    h(
      'div',
      { class: 'search' },
      h('label', { for: 'search', class: 'unseen' }, 'Search banks'),
      icon('search'),
      search,
    ),
    list,
  );
  return {
    heading: 'Choose your bank',
    body: [body],
    footer: view.offersManualEntry
      ? [
          h(
            'button',
            {
              type: 'button',
              class: 'plain',
              onclick: (event) => dialog.act({ type: 'enter_manually' }, event.currentTarget),
            },
            'Enter account numbers instead',
          ),
        ]
      : [],
    submit: () => list.querySelectorAll('button').length === 1 && list.querySelector('button').click(),
  };
}
