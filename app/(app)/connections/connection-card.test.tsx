import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ConnectionView } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { ConnectionCard } from './connection-card.tsx';

const at = new Date('2026-11-18T09:00:00Z');
const account = (proof: object, facts: object = {}) => ({
  id: 'a',
  name: 'Checking',
  institutionName: 'Test Bank',
  last4: null,
  status: 'inactive',
  proof: { lastCompleteAt: at, ...proof },
  permissions: [],
  rowCount: 3,
  coverageFrom: null,
  ...facts,
});
const shown = (facts: object) =>
  renderToStaticMarkup(
    <ConnectionCard
      connection={
        { id: 'c', institutionName: 'Test Bank', createdAt: at, failures: [], ...facts } as unknown as ConnectionView
      }
      here={{ today: day('2026-11-20'), zone: 'UTC' }}
      isEditor
    />,
  );

test('a bank asks to sign in again for the accounts that it signed out, and for none that a newer one may continue', () => {
  const signedOut = account({ kind: 'sign-in-again' }, { id: 'b', name: 'Savings' });
  const asked = account({ kind: 'same-account', isAsked: true });
  expect(shown({ accounts: [asked] })).not.toContain('sign in again');
  const both = shown({ accounts: [asked, signedOut] });
  expect(both).toContain('href="/connections/link?relink=b"');
  expect(both).toContain('It touches Savings.');
});

test('a bank that could not be read says since when, and that it is asked again by itself', () => {
  const failure = {
    connectionId: 'c',
    institutionName: 'Test Bank',
    accounts: [{ id: 'a', name: 'Checking' }],
    errorCode: 'refresh_failed',
    at: new Date('2026-11-20T07:28:00Z'),
    lastCompleteAt: at,
  };
  const accounts = [account({ kind: 'not-yet', why: 'no-balance' }, { status: 'active' })];
  const html = shown({ accounts, failures: [failure] });
  expect(html).toContain('The last reading of Test Bank failed at 07:28');
  expect(html).toContain('It touches Checking. Not read in full since 18 Nov 09:00.');
  expect(html).toContain('Plumb asks again by itself');
  expect(shown({ accounts })).not.toContain('failed');
});
