import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type Told, titleOf, WhatIsNew } from './what-is-new.tsx';

type One = Told['accounts'][number];
const one = (name: string, kind: One['kind'], more: One['more'] = []): One => ({ id: name, name, kind, more });
const told = (purpose: Told['purpose'], ...accounts: One[]) => {
  const html = renderToStaticMarkup(<WhatIsNew purpose={purpose} accounts={accounts} />);
  return [
    titleOf({ purpose, accounts }),
    html
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  ];
};

const stays = 'What was allowed before stays, and so does the history.';
const owners = 'Account owners';
const numbers = 'Account and routing number for payments';
const nothingMore = `No account that was here allows more than before ${stays}`;

describe('what an attempt for more is told as', () => {
  it('is what each account allows now and did not before', () => {
    expect(
      told(
        'permissions',
        one('Checking', 'known', ['ownership', 'payment_method']),
        one('Savings', 'known', ['payment_method']),
        one('Card', 'known'),
      ),
    ).toEqual(['More is allowed', `Now allowed Checking: ${owners}, ${numbers} Savings: ${numbers} ${stays}`]);
  });

  it('is nothing, in the heading and below it, where nothing has grown', () => {
    expect(told('permissions', one('Checking', 'known'))).toEqual(['Nothing more is allowed', nothingMore]);
  });

  it('is that an account was linked, where another one was chosen', () => {
    expect(told('permissions', one('Savings', 'new'))).toEqual(['Linked', nothingMore]);
    expect(told('permissions', one('Savings', 'new'), one('Card', 'maybe-known'))).toEqual([
      '2 accounts linked',
      `${nothingMore} Newly linked Savings: not here before, and read from now on like the others.`,
    ]);
  });

  it('is both, where one has grown and another was linked', () => {
    expect(told('permissions', one('Checking', 'known', ['ownership']), one('Savings', 'new'))).toEqual([
      'More is allowed',
      `Now allowed Checking: Account owners ${stays} Newly linked Savings: not here before, and read from now on like the others.`,
    ]);
  });
});

describe('what another attempt is told as', () => {
  it('is how many accounts were linked, and which of them were here', () => {
    expect(told('link', one('Checking', 'new'))).toEqual(['Linked', '']);
    expect(told('link', one('Checking', 'new'), one('Savings', 'known'))).toEqual([
      '2 accounts linked',
      'Linked before You already had some of these accounts here. Their history continues, and nothing is doubled.',
    ]);
  });

  it('is that one signed in again, unless only others were chosen', () => {
    expect(told('relink', one('Checking', 'maybe-known'))).toEqual(['Signed in again', '']);
    expect(told('relink', one('Checking', 'known'), one('Savings', 'new'))[0]).toBe('Signed in again');
    expect(told('relink', one('Savings', 'new'))).toEqual(['Linked', '']);
  });
});
