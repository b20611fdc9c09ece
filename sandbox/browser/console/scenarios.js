// @ts-check
import { h } from '/_dialog/element.js';
import { at } from './draw.js';
import { button } from './parts.js';

/** The named scenarios, each played by one button; hidden where the sandbox has none. */
export function drawScenarios(answer, send) {
  const scenarios = Array.isArray(answer) ? answer : (answer?.scenarios ?? []);
  at('scenarios').hidden = scenarios.length === 0;
  at('to-scenarios').hidden = scenarios.length === 0;
  at('scenarios-body').replaceChildren(
    ...scenarios.map(({ name, title, story }) =>
      h(
        'article',
        { class: 'scenario' },
        h('h3', {}, title),
        h('p', { class: 'quiet' }, story),
        button(`scenario ${name}`, 'Play it', () => send(`scenarios/${name}`, `Played: ${title}.`, {}), {
          'aria-label': `Play it: ${title}`,
        }),
      ),
    ),
  );
}
