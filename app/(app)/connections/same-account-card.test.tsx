import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { SameAccountQuestion } from '#lib/accounts/view.ts';
import { day } from '#lib/dates/day.ts';
import { SameAccountCard } from './same-account-card.tsx';

const here = { today: day('2026-11-20'), zone: 'UTC' };
const [earlier, fresh] = ['0191d3a0-0000-7000-8000-000000000001', '0191d3a0-0000-7000-8000-000000000002'];
const question: SameAccountQuestion = {
  id: 'question',
  accountId: fresh,
  accountName: 'Checking',
  candidateId: earlier,
  candidateName: 'Housekeeping',
  institutionName: 'Bank',
  last4: '4417',
  currency: 'USD',
  isUnread: false,
  isOver: false,
  isCandidateRead: false,
  hasOthers: false,
  evidence: { agreeing: 237, alike: 2, onlyExisting: 0, onlyIncoming: 0, from: day('2026-06-05'), to: null },
};

function card(change: Partial<SameAccountQuestion>, isEditor = true) {
  const html = renderToStaticMarkup(
    <SameAccountCard question={{ ...question, ...change }} here={here} isEditor={isEditor} />,
  );
  const links = [...html.matchAll(/href="([^"]*)"[^>]*>([^<]*)</g)].map(([, href = '', text]) => [
    text,
    href.replaceAll('&amp;', '&'),
  ]);
  return { html, links: Object.fromEntries(links) };
}

it('leads to the rows of both accounts from the day from which they are compared', () => {
  expect(card({}).links).toEqual({
    'the earlier Housekeeping': `/transactions?account=${earlier}&from=2026-06-05&status=posted`,
    'the new Checking': `/transactions?account=${fresh}&from=2026-06-05&status=posted`,
  });
  const evidence = { ...question.evidence, from: null };
  expect(card({ evidence }).links['the new Checking']).toBe(`/transactions?account=${fresh}&status=posted`);
  expect(card({ evidence, isUnread: true }).links).toEqual({});
});

it('says at each button what it does, to those who can answer', () => {
  const { html } = card({});
  for (const [answer, does] of [
    ['same', 'no row stands twice'],
    ['different', 'The new one counts in net worth'],
  ]) {
    const [button = ''] = new RegExp(`<button[^>]*value="${answer}"[^>]*>`).exec(html) ?? [];
    const [, id] = /aria-describedby="([^"]*)"/.exec(button) ?? [];
    expect(html.split(`<p id="${id}"`)[1]?.split('</p>')[0]).toContain(does);
  }
  expect(html).toContain('Neither answer can be changed later.');
  expect(card({}, false).html).not.toContain('no row stands twice');
});
