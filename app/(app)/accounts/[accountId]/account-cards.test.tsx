import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { AccountView, PermissionView } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { AccountBanner } from './account-banner.tsx';
import { AccountSettings } from './account-settings.tsx';
import { BalanceCard } from './balance-card.tsx';
import { OwnersCard } from './owners-card.tsx';
import { PermissionCard } from './permission-card.tsx';

const here = { today: day('2026-11-20'), zone: 'UTC' };
const readAt = new Date('2026-11-20T07:28:00Z');
const owners: PermissionView = {
  permission: 'ownership',
  isGranted: true,
  read: { state: 'succeeded', attemptedAt: readAt, succeededAt: readAt, nextAvailableAt: null },
};
const payments: PermissionView = { permission: 'payment_method', isGranted: false, read: null };
const active = {
  id: '7b1c5f0e-6c1f-4a39-9a52-0d8d5c8f4d11',
  name: 'Checking',
  status: 'active',
  netWorth: 'counted',
  permissions: [owners, payments],
  ownersCount: 1,
  areOwnersRead: true,
  sameAccountQuestion: null,
} as unknown as AccountView;
const ended = {
  ...active,
  status: 'disconnected',
  netWorth: 'disconnected',
  disconnectedAt: new Date('2026-11-18T10:00:00Z'),
} as AccountView;

const html = {
  permissions: (account: AccountView) =>
    renderToStaticMarkup(<PermissionCard account={account} here={here} isEditor />),
  settings: (account: AccountView) => renderToStaticMarkup(<AccountSettings account={account} />),
  owners: (account: AccountView) => renderToStaticMarkup(<OwnersCard account={account} here={here} isEditor />),
};

describe('the banner', () => {
  const shown = (facts: object) =>
    renderToStaticMarkup(<AccountBanner account={{ ...active, ...facts } as AccountView} here={here} />);
  const proof = (isAsked: boolean) => ({ proof: { kind: 'same-account', isAsked, lastCompleteAt: null } });

  it('asks on either side whether two accounts are one, and not to sign in to the earlier one again', () => {
    const question = { questionId: 'q', accountName: 'Checking', candidateName: 'Checking' };
    const earlier = shown({ ...proof(true), sameAccountQuestion: { ...question, isEarlier: true } });
    expect(earlier).toContain('Is the new Checking the same account as the earlier one?');
    expect(earlier).toContain('href="/connections#question-q"');
    const newer = shown({ proof: { kind: 'not-yet' }, sameAccountQuestion: { ...question, isEarlier: false } });
    expect(newer).toContain('Is this the same account as the earlier one?');
    const early = shown(proof(false));
    expect(early).toContain('There is nothing for you to do so far.');
    for (const html of [earlier, newer, early]) expect(html).not.toContain('relink');
  });
});

describe('the balance', () => {
  const shown = (endMinor: bigint | null) => {
    const current = { amountMinor: -183_144n, currency: 'USD' };
    const account = {
      ...active,
      currency: 'USD',
      balance: { anchorId: '1', asOf: readAt, askedAt: readAt, current, available: null },
      proof: { kind: 'not-yet', why: 'one-balance' },
      days: [{ day: here.today, endMinor }],
      ...{ stated: [], intervals: [], pending: [] },
    } as unknown as AccountView;
    return renderToStaticMarkup(<BalanceCard account={account} here={here} />);
  };

  it('has what stands after it beside it, where the day ends otherwise', () => {
    expect(shown(-185_891n)).toMatch(/data-money="-2747 USD formula".*by rows that stand after it/);
    for (const same of [-183_144n, null]) expect(shown(same)).not.toContain('stand after it');
  });
});

describe('what may be read', () => {
  it('is checked, with when it was read', () => {
    expect(html.permissions(active)).toMatch(/What may be read.*<svg.*Account owners.*Last read 07:28\./);
  });

  it('is told of a disconnected account as what could be, and until when', () => {
    const told = html.permissions(ended);
    expect(told).toMatch(/What could be read until 18 Nov<.*Account owners.*Last read 07:28\./);
    expect(told).not.toMatch(/<svg|may be read|allow|routing number/i);
  });
});

describe('the owners', () => {
  it('were read when what may be read says so', () => {
    expect(html.owners(active)).toContain('The bank names 1 owner, read 07:28');
  });

  it('of an account that is disconnected are awaited no more', () => {
    const unread = { ownersCount: 0, areOwnersRead: false };
    expect(html.owners({ ...active, ...unread })).toContain('Asked for');
    expect(html.owners({ ...ended, ...unread })).not.toContain('Asked for');
  });
});

describe('whether it counts toward net worth', () => {
  it('is to be chosen only where a choice decides', () => {
    expect(html.settings(active)).toContain('Counts toward net worth.');
    expect(html.settings({ ...active, netWorth: 'left-out' })).toContain('Count it toward net worth');
    expect(html.settings(ended)).not.toContain('net worth');
    const undecided = html.settings({ ...active, netWorth: 'undecided' });
    expect(undecided).toContain('Not in net worth while it is not decided');
    expect(undecided).not.toMatch(/name="inNetWorth"|Count/);
  });
});
