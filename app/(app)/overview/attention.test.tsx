import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { AttentionItem } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { Attention } from './attention.tsx';

const at = new Date('2026-11-20T07:28:00Z');
const account = { accountId: 'a', accountName: 'Checking' };
const failed: AttentionItem = { kind: 'sync-failed', ...account, errorCode: 'refresh-failed', at };
const wrong = (others: number): AttentionItem => ({
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

test('an unexplained interval is led to, and older ones of its account are counted', () => {
  expect(shown(wrong(0))).toContain('href="/accounts/a?interval=i#interval-i"');
  expect(shown(wrong(0))).not.toContain('older');
  expect(shown(wrong(1))).toContain('An older interval is unexplained too.');
  expect(shown(wrong(2))).toContain('2 older intervals are unexplained too.');
});
