import { describe, expect, it } from 'vitest';
import type { FeatureRead } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { refreshOffer } from './refresh-offer.ts';

const now = new Date('2026-11-20T12:00:00Z');
const here = { now, today: day('2026-11-20'), zone: 'UTC' };

function account(
  read: Partial<FeatureRead>,
  more: { status?: 'active' | 'inactive'; isUpdating?: boolean; isGranted?: boolean } = {},
) {
  const full: FeatureRead = { state: 'succeeded', attemptedAt: null, succeededAt: null, nextAvailableAt: now, ...read };
  return {
    status: more.status ?? 'active',
    isUpdating: more.isUpdating ?? false,
    permissions: [{ permission: 'transactions' as const, isGranted: more.isGranted ?? true, read: full }],
  };
}

describe('the refresh button', () => {
  it('is offered from the moment the bank allows', () => {
    expect(refreshOffer(account({}), here)).toEqual({ kind: 'offered' });
  });

  it('says from when, before that', () => {
    const nextAvailableAt = new Date('2026-11-20T14:30:00Z');
    expect(refreshOffer(account({ nextAvailableAt }), here)).toMatchObject({ words: expect.stringContaining('14:30') });
    expect(refreshOffer(account({ nextAvailableAt: null }), here).kind).toBe('not-now');
  });

  it('does not offer to ask while the bank is being asked', () => {
    expect(refreshOffer(account({ state: 'pending' }), here)).toEqual({ kind: 'asking' });
    expect(refreshOffer(account({}, { isUpdating: true }), here)).toEqual({ kind: 'asking' });
  });

  it('is not there when asking cannot help', () => {
    expect(refreshOffer(account({}, { status: 'inactive' }), here)).toEqual({ kind: 'none' });
    expect(refreshOffer(account({}, { isGranted: false }), here)).toEqual({ kind: 'none' });
  });
});
