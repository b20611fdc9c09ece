import type { ReactNode } from 'react';
import { sameAccountWords } from '#app/_shared/same-account-words.ts';
import { Figure } from '#components/figure.tsx';
import { intervalHref } from '#components/interval-href.ts';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import type { AttentionItem } from '#lib/accounts/view.ts';
import { type Here, momentDayWords, momentWords } from '#lib/dates/moment-words.ts';
import { failureWords, namesWords } from '../accounts/sync-words.ts';

/**
 * What waits for the person: for each thing, what it is, what it touches, and the one thing to do. What is done again
 * without them is told beside it.
 */
export function Attention({ items, here }: { items: readonly AttentionItem[]; here: Here }) {
  const needing = items.filter(({ kind }) => kind !== 'sync-failed');
  const title = needing.length === 1 ? 'One thing needs you' : `${needing.length} things need you`;
  return (
    <>
      <Items title={title} items={needing} here={here} />
      <Items title="Tried again by itself" items={items.filter(({ kind }) => kind === 'sync-failed')} here={here} />
    </>
  );
}

function Items({ title, items, here }: { title: string; items: readonly AttentionItem[]; here: Here }) {
  if (items.length === 0) return null;
  return (
    <Card title={title} flush>
      <ul className="divide-y divide-line">
        {items.map((item) => {
          const { words, href, act } = wordsOf(item, here);
          return (
            <li
              key={keyOf(item)}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-3 md:px-5"
            >
              <p className="min-w-0 flex-1 basis-56">{words}</p>
              <ButtonLink href={href} size="small" look={item.kind === 'sign-in-again' ? 'primary' : 'quiet'}>
                {act}
              </ButtonLink>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function othersWords(others: number): string {
  if (others === 0) return '';
  return others === 1 ? ' An older interval is unexplained too.' : ` ${others} older intervals are unexplained too.`;
}

/** Two questions may be about one account, and a bank may fail in two ways. */
function keyOf(item: AttentionItem): string {
  switch (item.kind) {
    case 'same-account':
      return item.questionId;
    case 'sign-in-again':
      return `${item.kind}-${item.connectionId}`;
    case 'sync-failed':
      return `${item.kind}-${item.connectionId}-${item.errorCode}`;
    default:
      return `${item.kind}-${item.accountId}`;
  }
}

function wordsOf(item: AttentionItem, here: Here): { words: ReactNode; href: string; act: string } {
  switch (item.kind) {
    case 'sign-in-again':
      return {
        words: (
          <>
            <strong className="font-medium">{item.institutionName} asks you to sign in again</strong> for{' '}
            {namesWords(item.accounts)}.
            {item.lastCompleteAt ? ` Last complete: ${momentWords(item.lastCompleteAt, here)}.` : ''} What was read
            stays.
          </>
        ),
        href: `/connections/link?relink=${item.accounts[0]?.id}`,
        act: 'Sign in again',
      };
    case 'unexplained':
      return {
        words: (
          <>
            <strong className="font-medium">{item.accountName}: </strong>
            <Figure
              amount={item.amount}
              look="difference"
              explain={{ kind: 'formula', href: intervalHref(item.accountId, item.intervalId) }}
              label="Unexplained"
              className="font-medium text-unexplained"
            />{' '}
            is unexplained between {momentWords(item.from, here)} and {momentWords(item.to, here)}.
            {othersWords(item.others)}
          </>
        ),
        href: intervalHref(item.accountId, item.intervalId),
        act: 'See the interval',
      };
    case 'same-account':
      return {
        words: (
          <>
            <strong className="font-medium">{sameAccountWords(item)}</strong> Their rows do not settle it, so you
            decide.
          </>
        ),
        href: `/connections#question-${item.questionId}`,
        act: 'Compare them',
      };
    case 'signs-out-soon':
      return {
        words: (
          <>
            <strong className="font-medium">{item.institutionName} will ask you to sign in again</strong> for{' '}
            {item.accountName} by {momentDayWords(item.at, here)}.
          </>
        ),
        href: `/connections/link?relink=${item.accountId}`,
        act: 'Sign in now',
      };
    case 'sync-failed': {
      const { title, rest } = failureWords(item, here);
      return {
        words: (
          <>
            <strong className="font-medium">{title}.</strong> {rest}
          </>
        ),
        href: `/accounts/${item.accounts[0]?.id}#log`,
        act: 'See the log',
      };
    }
  }
}
