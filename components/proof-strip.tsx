import Link from 'next/link';
import type { AccountCardView } from '#lib/accounts/view.ts';
import { dayOf } from '#lib/dates/day.ts';
import { type Here, momentDayWords, momentWords, spanWords } from '#lib/dates/moment-words.ts';
import { Figure } from './figure.tsx';
import { intervalHref } from './interval-href.ts';
import { ProofGlyph, type ProofState, proofColors } from './proof-glyph.tsx';
import { proofReason, proofState, proofWord } from './proof-words.ts';
import { classNames } from './ui/class-names.ts';

type Subject = Pick<AccountCardView, 'id' | 'name' | 'last4' | 'proof' | 'isStale' | 'balance' | 'status'>;

const needsPerson = ({ proof }: Subject) =>
  proof.kind === 'unexplained' || proof.kind === 'sign-in-again' || (proof.kind === 'same-account' && proof.isAsked);

/**
 * The signature of the house: one beam, and a plumb line hanging from it for each account. One look says which balances
 * hang true.
 */
export function ProofStrip({ accounts, here }: { accounts: readonly Subject[]; here: Here }) {
  const live = accounts.filter((account) => account.status !== 'disconnected');
  if (live.length === 0) return null;
  const moments = balanceMoments(live);
  const newest = newestOf(moments);
  return (
    <section aria-labelledby="proof-strip" className="rounded-xl border border-line bg-raised px-4 pt-3 pb-4 md:px-5">
      <h2 id="proof-strip" className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 text-[0.9375rem]">
        <span className="font-semibold">{headline(live)}</span>
        <span className="text-sm text-muted">{asOfWords(moments, here)}</span>
      </h2>
      <ul className="grid grid-cols-2 gap-y-3 overflow-x-clip sm:grid-cols-3 lg:grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))]">
        {live.map((account) => (
          <Hanging key={account.id} account={account} newest={newest} here={here} />
        ))}
      </ul>
    </section>
  );
}

function Hanging({ account, newest, here }: { account: Subject; newest: Date | null; here: Here }) {
  const state = proofState(account);
  const asOf = account.balance?.asOf;
  const isBehind = asOf && newest && dayOf(asOf, here.zone) < dayOf(newest, here.zone);
  return (
    <li className="relative flex flex-col items-center border-t-2 border-ink/70 text-center last:before:absolute last:before:-top-0.5 last:before:left-full last:before:w-screen last:before:border-t-2 last:before:border-ink/70">
      <ProofGlyph state={state} length={26} beam={false} className="-mt-0.5 h-14" />
      <Link
        href={`/accounts/${account.id}#proof`}
        title={proofReason(account, here)}
        className="mt-1.5 line-clamp-3 max-w-full px-1 text-sm font-medium wrap-anywhere after:absolute after:inset-0 hover:underline"
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
              look="difference"
              explain={{ kind: 'formula', href: intervalHref(account.id, account.proof.intervalId) }}
              label={`Unexplained in ${account.name}`}
              className="relative z-10"
            />
          </>
        ) : null}
      </span>
      {account.proof.kind === 'waiting' && account.proof.provenTo && state === 'waiting' ? (
        <span className="px-1 text-xs text-muted">proven to {momentDayWords(account.proof.provenTo, here)}</span>
      ) : null}
      {isBehind && state !== 'stale' ? (
        <span className="px-1 text-xs text-stale">balance as of {momentWords(asOf, here)}</span>
      ) : null}
    </li>
  );
}

/** How many balances hang true, how many wait for their newest rows, how many need the person: balances, not things to do. */
function headline(accounts: readonly Subject[]): string {
  const count = (...wanted: readonly ProofState[]) =>
    accounts.filter((account) => wanted.includes(proofState(account))).length;
  const [total, proven, waiting] = [accounts.length, count('proven'), count('waiting')];
  const need = needWords(accounts.filter(needsPerson));
  if (proven > 0) return `${shareWords(proven, total)} ${proven === 1 ? 'is' : 'are'} proven to the cent.${need}`;
  const awaits = accounts.flatMap((one) =>
    proofState(one) === 'waiting' && one.proof.kind === 'waiting' ? [one.proof.awaits] : [],
  );
  const rows = awaits.filter((what) => what === 'rows').length;
  if (rows > 0) return `${shareWords(rows, total)} ${rows === 1 ? 'waits' : 'wait'} for the newest rows.${need}`;
  if (waiting > 0 && awaits.every((what) => what === 'movement'))
    return `${stillWords(waiting, total)} so far; the next reading shows whether that is all.${need}`;
  if (waiting > 0)
    return `${shareWords(waiting, total)} ${waiting === 1 ? 'adds' : 'add'} up so far; the next reading shows whether that is all.${need}`;
  // "Yet" is for balances that never could be proven; what has aged or stopped may well have been.
  const when = count('not-yet') === total ? 'yet' : 'now';
  return total === 1
    ? `Your balance is not proven ${when}.${need}`
    : `${shareWords(0, total)} is proven ${when}.${need}`;
}

/** How many of the balances, as a sentence begins: `Both balances`, `None of 3 balances`. */
function shareWords(count: number, total: number): string {
  if (count === total) return total === 1 ? 'Your balance' : total === 2 ? 'Both balances' : `All ${total} balances`;
  if (count === 0) return total === 2 ? 'Neither of 2 balances' : `None of ${total} balances`;
  return `${count} of ${total} balances`;
}

/** The same of balances that have not moved: of all of them "have not" could be read as "not all". */
function stillWords(count: number, total: number): string {
  if (count === total && total > 1) return `${shareWords(0, total)} has moved`;
  return `${shareWords(count, total)} ${count === 1 ? 'has' : 'have'} not moved`;
}

function needWords(needing: readonly Subject[]): string {
  if (needing.length === 0) return '';
  const areAll = (kind: Subject['proof']['kind']) => needing.every(({ proof }) => proof.kind === kind);
  const what = areAll('sign-in-again') ? ' to sign in again' : areAll('same-account') ? ' to answer a question' : '';
  return needing.length === 1 ? ` 1 balance needs you${what}.` : ` ${needing.length} balances need you${what}.`;
}

/** The newest balance's moment; from the oldest to the newest of them when they are not of the same day. */
function asOfWords(moments: readonly Date[], here: Here): string {
  const [newest, oldest] = [newestOf(moments), newestOf(moments, -1)];
  if (!newest || !oldest) return '';
  if (dayOf(oldest, here.zone) === dayOf(newest, here.zone)) return `newest as of ${momentWords(newest, here)}`;
  return `as of ${spanWords(oldest, newest, here)}`;
}

const balanceMoments = (accounts: readonly Subject[]) =>
  accounts.flatMap((account) => (account.balance ? [account.balance.asOf] : []));

/** The newest moment, or with `direction` -1 the oldest. */
function newestOf(moments: readonly Date[], direction: 1 | -1 = 1): Date | null {
  return [...moments].sort((a, b) => direction * (b.getTime() - a.getTime()))[0] ?? null;
}
