import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const { resolve } = createRequire(import.meta.url);
const reactStripe = find('@stripe/react-stripe-js', 'react-stripe.umd.js');

/** Why the page cannot use React, or null when it can. */
export const reactMissing =
  reactStripe && find('react-dom') ? null : 'react, react-dom or @stripe/react-stripe-js is not installed';

/** The file of a package's entry, or its neighbor of that name; null without the package. */
function find(name: string, neighbor?: string): string | null {
  try {
    const entry = resolve(name);
    const file = neighbor ? join(dirname(entry), neighbor) : entry;
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

/**
 * React, its renderer and the official components as one classic script, `React`, `ReactDOMClient` and `ReactStripe` its
 * globals: what a bundler would make of them, without one.
 */
export function reactScript(): string {
  const files = {
    react: production('react', 'react'),
    scheduler: production('scheduler', 'scheduler'),
    'react-dom': production('react-dom', 'react-dom'),
    client: production('react-dom', 'react-dom-client'),
  };
  const wrapped = Object.entries(files).map(
    ([name, body]) => `define(${JSON.stringify(name)}, function (require, exports, module) {\n${body}\n});`,
  );
  return `(() => {
const modules = {};
const require = (name) => modules[name].exports;
const define = (name, body) => { const module = (modules[name] = { exports: {} }); body(require, module.exports, module); };
${wrapped.join('\n')}
window.React = require('react');
window.ReactDOMClient = require('client');
})();
${reactStripe ? readFileSync(reactStripe, 'utf8') : ''}`;
}

function production(name: string, file: string): string {
  return readFileSync(join(dirname(find(name) ?? ''), 'cjs', `${file}.production.js`), 'utf8');
}

/** A page as React applications have it: the provider around a button that uses the hook. */
export const reactPage = `
import { loadStripe } from '/loader.js';
const { createElement: h, useState } = window.React;
const { Elements, useStripe } = window.ReactStripe;
const [publishableKey, clientSecret, method] = location.hash.slice(1).split(',');
const promise = loadStripe(publishableKey);
function LinkButton() {
  const stripe = useStripe();
  const [result, setResult] = useState('');
  const click = async () => {
    setResult('');
    try {
      setResult(JSON.stringify(await stripe[method]({ clientSecret })));
    } catch (error) {
      setResult(JSON.stringify({ thrown: error.name, message: error.message }));
    }
  };
  if (stripe) document.body.dataset.ready = 'yes';
  return h('p', null, h('button', { disabled: !stripe, onClick: click }, 'Link a bank'), h('pre', { id: 'result' }, result));
}
window.ReactDOMClient.createRoot(document.getElementById('root')).render(h(Elements, { stripe: promise }, h(LinkButton)));
`;
