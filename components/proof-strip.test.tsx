import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AccountCardView } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { ProofStrip } from './proof-strip.tsx';

const here = { today: day('2026-11-20'), zone: 'UTC' };
type Proof = AccountCardView['proof'];
const moment = new Date('2026-11-20T09:00:00Z');
const proven: Proof = { kind: 'proven', from: moment, to: moment, rowCount: 3 };
const never: Proof = { kind: 'not-yet', why: 'no-balance' };
const waiting = (awaits: 'rows' | 'balance' | 'movement'): Proof => ({
  kind: 'waiting',
  from: moment,
  to: moment,
  provenTo: null,
  awaits,
});

function headline(...proofs: readonly Proof[]): string {
  const accounts = proofs.map((proof, i) => ({
    id: String(i),
    name: `Account ${i}`,
    last4: null,
    proof,
    isStale: false,
    balance: null,
    status: 'active' as const,
  }));
  const html = renderToStaticMarkup(<ProofStrip accounts={accounts} here={here} />);
  return /<h2[^>]*><span[^>]*>(.*?)<\/span>/.exec(html)?.[1] ?? '';
}

test('the strip counts balances as people do', () => {
  expect(headline(proven)).toBe('Your balance is proven to the cent.');
  expect(headline(proven, proven)).toBe('Both balances are proven to the cent.');
  expect(headline(proven, proven, proven)).toBe('All 3 balances are proven to the cent.');
  expect(headline(proven, never, never)).toBe('1 of 3 balances is proven to the cent.');
  expect(headline(never)).toBe('Your balance is not proven yet.');
  expect(headline(never, never)).toBe('Neither of 2 balances is proven yet.');
  expect(headline(never, never, never)).toBe('None of 3 balances is proven yet.');
});

test('the strip says how many balances need the person', () => {
  const signIn: Proof = { kind: 'sign-in-again', lastCompleteAt: null };
  const amount = { amountMinor: 1n, currency: 'USD' };
  const wrong: Proof = { kind: 'unexplained', intervalId: 'x', amount, from: moment, to: moment, others: 0 };
  expect(headline(proven, wrong)).toBe('1 of 2 balances is proven to the cent. 1 balance needs you.');
  expect(headline(proven, wrong, signIn)).toBe('1 of 3 balances is proven to the cent. 2 balances need you.');
  expect(headline(signIn, signIn)).toBe('Neither of 2 balances is proven now. 2 balances need you to sign in again.');
  const question = (isAsked: boolean): Proof => ({ kind: 'same-account', isAsked, lastCompleteAt: null });
  expect(headline(question(true), proven)).toMatch(/ 1 balance needs you to answer a question\.$/);
  expect(headline(question(true), signIn)).toMatch(/ 2 balances need you\.$/);
  expect(headline(question(false), proven)).toBe('1 of 2 balances is proven to the cent.');
});

test('the strip says what balances wait for', () => {
  expect(headline(waiting('rows'))).toBe('Your balance waits for the newest rows.');
  expect(headline(waiting('rows'), waiting('rows'))).toBe('Both balances wait for the newest rows.');
  expect(headline(waiting('rows'), waiting('balance'))).toBe('1 of 2 balances waits for the newest rows.');
  expect(headline(waiting('movement'), waiting('balance'))).toBe(
    'Both balances add up so far; the next reading shows whether that is all.',
  );
  expect(headline(waiting('balance'), never)).toBe(
    '1 of 2 balances adds up so far; the next reading shows whether that is all.',
  );
  const still = (...proofs: Proof[]) => headline(...proofs).split(' so far;')[0];
  const unmoved = waiting('movement');
  expect(still(unmoved)).toBe('Your balance has not moved');
  expect(still(unmoved, unmoved)).toBe('Neither of 2 balances has moved');
  expect(still(unmoved, unmoved, unmoved)).toBe('None of 3 balances has moved');
  expect(headline(waiting('movement'), waiting('movement'), never)).toBe(
    '2 of 3 balances have not moved so far; the next reading shows whether that is all.',
  );
});
