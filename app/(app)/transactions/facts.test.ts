import { expect, it } from 'vitest';
import { day } from '#lib/dates/day.ts';
import type { TransactionDetailView } from '#lib/ledger/view.ts';
import { factsOf } from './facts.ts';

const at = new Date('2026-11-18T07:28:00Z');
const here = { today: day('2026-11-20'), zone: 'UTC' };
const row = {
  id: 'r',
  accountId: 'a',
  amount: { amountMinor: -1999n, currency: 'USD' },
  day: day('2026-11-18'),
  status: 'pending',
  isLastWord: false,
  transactedAt: at,
  bankUpdatedAt: at,
  formerRefs: [],
} as unknown as TransactionDetailView;
const state = (more: Partial<TransactionDetailView>) =>
  factsOf({ ...row, ...more }, here).bank.find(({ label }) => label === 'State')?.words;

it('says of a pending row whether the bank may still change it', () => {
  expect(state({})).toContain('may change or vanish');
  expect(state({ isLastWord: true })).toContain('was pending when its account was disconnected');
  expect(state({ isLastWord: true, status: 'posted' })).toBe('posted: it counts in the balance');
});

it('leads from a row to the interval that counted it', () => {
  const facts = factsOf({ ...row, status: 'posted', interval: { id: 'i', state: 'proven', rowCount: 2 } }, here);
  expect(facts.interval).toMatchObject({
    href: '/accounts/a?interval=i#interval-i',
    rows: expect.stringContaining('interval=i'),
  });
});
