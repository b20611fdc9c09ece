import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AttentionItem } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { Attention } from './attention.tsx';

const at = new Date('2026-11-20T07:28:00Z');
const account = { accountId: 'a', accountName: 'Checking' };
const bank = {
  connectionId: 'c',
  institutionName: 'Test Bank',
  accounts: [
    { id: 'a', name: 'Checking' },
    { id: 'b', name: 'Savings' },
  ],
  lastCompleteAt: new Date('2026-11-17T09:00:00Z'),
};
const failed: AttentionItem = { kind: 'sync-failed', ...bank, errorCode: 'refresh-failed', at };
const wrong = (others: number): Extract<AttentionItem, { kind: 'unexplained' }> => ({
  kind: 'unexplained',
  ...account,
  intervalId: 'i',
  amount: { amountMinor: -4210n, currency: 'USD' },
  from: at,
  to: at,
  others,
});
const shown = (...items: readonly AttentionItem[]) =>
  renderToStaticMarkup(<Attention items={items} here={{ today: day('2026-11-20'), zone: 'UTC' }} />);
const titles = (html: string) => [...html.matchAll(/<h2[^>]*>(.*?)<\/h2>/g)].map(([, title]) => title);

test('what is tried again by itself is told, and not counted among what needs the person', () => {
  expect(titles(shown(failed))).toEqual(['Tried again by itself']);
  expect(titles(shown(wrong(0), failed))).toEqual(['One thing needs you', 'Tried again by itself']);
  expect(titles(shown(wrong(0), { ...wrong(0), accountId: 'b' }))).toEqual(['2 things need you']);
  expect(shown()).toBe('');
});

test('a bank is told of once, with the accounts that it touches and up to when they are known', () => {
  const signIn = shown({ kind: 'sign-in-again', ...bank });
  expect(signIn).toContain('for Checking and Savings. Last complete: 17 Nov 09:00.');
  expect(signIn.match(/href="[^"]*"/g)).toEqual(['href="/connections/link?relink=a"']);
  const down = shown(failed);
  expect(down).toContain('The last reading of Test Bank failed at 07:28.');
  expect(down).toContain('It touches Checking and Savings. Not read in full since 17 Nov 09:00. Your bank could not');
  expect(shown({ ...failed, lastCompleteAt: null })).toContain('It touches Checking and Savings. Your bank could not');
});

test('an unexplained interval is led to, and older ones of its account are counted', () => {
  expect(shown(wrong(0))).toContain('href="/accounts/a?interval=i#interval-i"');
  expect(shown(wrong(0))).not.toContain('older');
  expect(shown(wrong(1))).toContain('An older interval is unexplained too.');
  expect(shown(wrong(2))).toContain('2 older intervals are unexplained too.');
});
