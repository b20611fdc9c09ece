import { Check, CircleX, LoaderCircle } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { accountOrigin } from '#components/account-card.tsx';
import { BalanceFigure } from '#components/balance-figure.tsx';
import { ProofMark } from '#components/proof-mark.tsx';
import { proofReason } from '#components/proof-words.ts';
import type { ArrivalView } from '#lib/accounts/view.ts';
import { type Here, momentWords } from '#lib/dates/moment-words.ts';
import { coverageWords, syncErrorWords } from '../../accounts/sync-words.ts';

type Account = ArrivalView['accounts'][number];

/** One account on its way: the bank is asked, its rows come, then its balance and what can be said of it. */
export function ArrivingAccount({ account, here }: { account: Account; here: Here }) {
  const hasRows = account.step !== 'asking' && account.step !== 'failed';
  return (
    <li className="rounded-xl border border-line bg-raised p-4 md:p-5">
      <p className="mb-3">
        <Link href={`/accounts/${account.id}`} className="font-semibold hover:underline">
          {account.name}
        </Link>{' '}
        <span className="text-muted">{accountOrigin(account)}</span>
      </p>
      <ol className="grid gap-2.5">
        <Line state={account.step === 'asking' ? 'now' : account.step === 'failed' ? 'failed' : 'done'}>
          {account.step === 'failed'
            ? syncErrorWords(account.errorCode ?? '')
            : account.step === 'asking'
              ? 'Asking the bank'
              : 'The bank answered'}
        </Line>
        {hasRows || account.rowCount > 0 ? (
          <Line state="done">{coverageWords(account, account.oldestDay, here)}</Line>
        ) : null}
        {account.balance ? (
          <Line state="done">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <BalanceFigure account={account} here={here} className="font-medium" />
              <span className="text-muted">as of {momentWords(account.balance.asOf, here)}</span>
            </span>
          </Line>
        ) : account.step === 'reading' ? (
          <Line state="now">Asking for the balance</Line>
        ) : null}
        {account.step === 'done' ? (
          <li className="mt-1 border-t border-line pt-3">
            <ProofMark account={account} here={here} />
            <p className="mt-0.5 text-sm text-muted">{proofReason(account, here)}</p>
          </li>
        ) : null}
      </ol>
    </li>
  );
}

function Line({ state, children }: { state: 'now' | 'done' | 'failed'; children: ReactNode }) {
  const Icon = { now: LoaderCircle, done: Check, failed: CircleX }[state];
  const look = {
    now: 'animate-spin text-pending motion-reduce:animate-none',
    done: 'text-proven',
    failed: 'text-danger',
  }[state];
  return (
    <li className="settle flex items-start gap-2.5">
      <Icon aria-hidden className={`mt-0.5 size-5 shrink-0 ${look}`} strokeWidth={1.75} />
      <span className="min-w-0">{children}</span>
    </li>
  );
}
