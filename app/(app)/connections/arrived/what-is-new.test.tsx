import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { type Told, titleOf, WhatIsNew } from './what-is-new.tsx';

type One = Told['accounts'][number];
const one = (name: string, kind: One['kind'], more: One['more'] = []): One => ({ id: name, name, kind, more });
const told = (purpose: Told['purpose'], ...accounts: One[]) => toldAsking([], purpose, ...accounts);
const toldAsking = (questions: Told['questions'], purpose: Told['purpose'], ...accounts: One[]) => {
  const html = renderToStaticMarkup(<WhatIsNew purpose={purpose} accounts={accounts} questions={questions} />);
  return [
    titleOf({ purpose, accounts, questions }),
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
      'Linked before You already had one of these accounts here. Its history continues, and none of it is doubled.',
    ]);
  });

  it('is which of the accounts were here: this one, these, one or some of them', () => {
    const [checking, savings, card] = [one('Checking', 'known'), one('Savings', 'known'), one('Card', 'new')];
    expect(told('link', checking)[1]).toContain('You already had this account here. Its history');
    expect(told('link', checking, savings)[1]).toContain('You already had these accounts here. Their history');
    expect(told('link', checking, savings, card)[1]).toContain('You already had some of these accounts here. Their');
  });

  it('is what is to be answered, where the rows did not tell whether an account is one that was here', () => {
    const question = { id: 'q1', accountName: 'Checking', candidateName: 'Housekeeping' };
    const asked =
      'Plumb could not tell whether the new Checking is the same account as the earlier Housekeeping Until you answer both stand here, and the new one is left out of all sums. Compare them';
    expect(toldAsking([question], 'relink', one('Checking', 'maybe-known'))).toEqual([
      'Signed in, with a question left',
      asked,
    ]);
    expect(toldAsking([question], 'relink', one('Checking', 'maybe-known'), one('Savings', 'known'))).toEqual([
      'Signed in, with a question left',
      `${asked} Linked before You already had one of these accounts here. Its history continues, and none of it is doubled.`,
    ]);
    const html = renderToStaticMarkup(<WhatIsNew purpose="link" accounts={[]} questions={[question]} />);
    expect(html).toContain('href="/connections#question-q1"');
  });

  it('is that one signed in again, unless only others were chosen', () => {
    expect(told('relink', one('Checking', 'maybe-known'))).toEqual(['Signed in again', '']);
    expect(told('relink', one('Checking', 'known'), one('Savings', 'new'))[0]).toBe('Signed in again');
    expect(told('relink', one('Savings', 'new'))).toEqual(['Linked', '']);
  });
});
