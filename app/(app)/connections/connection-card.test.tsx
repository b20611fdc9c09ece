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
