import { CircleCheck, CircleDashed } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { ButtonLink } from '#components/ui/button.tsx';
import { type ErasureReceipt, findErasure } from '#lib/consent/erasure.ts';
import { Door } from '../../_parts/door.tsx';
import { LookAgain } from './look-again.client.tsx';

export const metadata: Metadata = { title: 'Your data', robots: { index: false } };

export default async function ErasedPage({ params }: { params: Promise<{ receiptId: string }> }) {
  const { receiptId } = await params;
  const receipt = await findErasure(receiptId);
  if (!receipt) notFound();
  const isDone = receipt.finishedAt !== null;
  const words = receipt.isDemo ? demoWords : ownWords;
  return (
    <Door
      title={isDone ? words.titleDone : words.title}
      lead={
        isDone
          ? 'This is all that is left: counts, and no names.'
          : 'You can close this page; it goes on without you. Keep the address if you want to look again.'
      }
    >
      <ul aria-live="polite" className="grid gap-3">
        <Step done>{words.closed}</Step>
        <Step done={isDone || receipt.disconnected >= receipt.accounts}>{bankWords(receipt)}</Step>
        <Step done={isDone}>
          {isDone ? `${count(receipt.transactions, 'transaction')} and ${words.rest}: deleted.` : words.next}
        </Step>
      </ul>
      {isDone ? (
        <ButtonLink href="/" className="mt-6">
          To the first page
        </ButtonLink>
      ) : (
        <LookAgain href={`/erased/${receiptId}`} />
      )}
    </Door>
  );
}

const ownWords = {
  title: 'Your data is being deleted',
  titleDone: 'Your data is deleted',
  closed: 'You are signed out on all devices. Nobody can sign in to this account.',
  rest: 'everything else we kept about you',
  next: 'Transactions, balances, owners, settings, your name and address: deleted next.',
};

const demoWords = {
  title: 'The demo is being deleted',
  titleDone: 'The demo is deleted',
  closed: 'The demo is closed. Nobody can open it again.',
  rest: 'everything else in it',
  next: 'Its transactions, balances and owners: deleted next.',
};

function bankWords({ accounts, disconnected, finishedAt }: ErasureReceipt): string {
  if (accounts === 0) return 'There was no bank account to disconnect.';
  if (finishedAt !== null || disconnected >= accounts)
    return `${count(accounts, 'bank account')} disconnected: the bank lets us read no more.`;
  return `${disconnected} of ${count(accounts, 'bank account')} disconnected. If the bank cannot be reached, we ask again until it can.`;
}

function count(n: number, noun: string): string {
  return `${n.toLocaleString('en-US')} ${noun}${n === 1 ? '' : 's'}`;
}

function Step({ done, children }: { done: boolean; children: ReactNode }) {
  const Icon = done ? CircleCheck : CircleDashed;
  return (
    <li className="flex gap-3">
      <Icon
        aria-hidden
        className={`mt-0.5 size-5 shrink-0 ${done ? 'text-proven' : 'text-pending'}`}
        strokeWidth={1.75}
      />
      <span>
        <span className="sr-only">{done ? 'Done: ' : 'To come: '}</span>
        {children}
      </span>
    </li>
  );
}
