import Link from 'next/link';
import type { AccountCardView } from '#lib/accounts/view.ts';
import { type Here, momentDayWords, momentWords } from '#lib/dates/moment-words.ts';
import { Figure } from './figure.tsx';
import { ProofGlyph, type ProofState, proofColors } from './proof-glyph.tsx';
import { proofReason, proofState, proofWord } from './proof-words.ts';
import { classNames } from './ui/class-names.ts';

type Subject = Pick<AccountCardView, 'id' | 'name' | 'last4' | 'proof' | 'isStale' | 'balance' | 'status'>;

const needsPerson: readonly ProofState[] = ['unexplained', 'sign-in-again'];

/**
 * The signature of the house: one beam, and a plumb line hanging from it for each account. One look says which balances
 * hang true.
 */
export function ProofStrip({ accounts, here }: { accounts: readonly Subject[]; here: Here }) {
  const live = accounts.filter((account) => account.status !== 'disconnected');
  if (live.length === 0) return null;
  return (
    <section aria-labelledby="proof-strip" className="rounded-xl border border-line bg-raised px-4 pt-3 pb-4 md:px-5">
      <h2 id="proof-strip" className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 text-[0.9375rem]">
        <span className="font-semibold">{headline(live)}</span>
        <span className="text-sm text-muted">{newest(live, here)}</span>
      </h2>
      <ul className="grid grid-cols-2 gap-y-3 sm:grid-cols-3 lg:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))]">
        {live.map((account) => (
          <Hanging key={account.id} account={account} here={here} />
        ))}
      </ul>
    </section>
  );
}

function Hanging({ account, here }: { account: Subject; here: Here }) {
  const state = proofState(account);
  return (
    <li className="relative flex flex-col items-center border-t-2 border-ink/70 text-center">
      <ProofGlyph state={state} length={26} beam={false} className="-mt-0.5 h-14" />
      <Link
        href={`/accounts/${account.id}#proof`}
        title={proofReason(account, here)}
        className="mt-1.5 line-clamp-1 max-w-full px-1 text-sm font-medium break-all after:absolute after:inset-0 hover:underline"
      >
        {account.name}
      </Link>
      <span className={classNames('px-1 text-[0.8125rem] font-medium', proofColors[state])}>
        {proofWord(account, here)}
        {account.proof.kind === 'unexplained' ? (
          <>
            {' '}
            <Figure
              amount={account.proof.amount}
              explain={{ kind: 'formula', href: `/accounts/${account.id}#proof` }}
              label={`Unexplained in ${account.name}`}
              className="relative z-10"
            />
          </>
        ) : null}
      </span>
      {account.proof.kind === 'waiting' && account.proof.provenTo && state === 'waiting' ? (
        <span className="px-1 text-xs text-muted">proven to {momentDayWords(account.proof.provenTo, here)}</span>
      ) : null}
    </li>
  );
}

/** How many balances hang true, how many wait for their newest rows, how many need the person. */
function headline(accounts: readonly Subject[]): string {
  const count = (...wanted: readonly ProofState[]) =>
    accounts.filter((account) => wanted.includes(proofState(account))).length;
  const [total, proven, waiting, needing] = [accounts.length, count('proven'), count('waiting'), count(...needsPerson)];
  const need = needing === 0 ? '' : needing === 1 ? ' 1 needs you.' : ` ${needing} need you.`;
  if (proven === total)
    return total === 1 ? 'Your balance is proven to the cent.' : `All ${total} balances are proven to the cent.`;
  if (proven > 0) return `${proven} of ${total} balances ${proven === 1 ? 'is' : 'are'} proven to the cent.${need}`;
  if (waiting > 0)
    return `${waiting} of ${total} balances ${waiting === 1 ? 'waits' : 'wait'} for the newest rows.${need}`;
  return total === 1 ? `Your balance is not proven yet.${need}` : `None of ${total} balances is proven yet.${need}`;
}

function newest(accounts: readonly Subject[], here: Here): string {
  const times = accounts.flatMap((account) => (account.balance ? [account.balance.asOf.getTime()] : []));
  return times.length > 0 ? `newest as of ${momentWords(new Date(Math.max(...times)), here)}` : '';
}
