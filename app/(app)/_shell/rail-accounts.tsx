import Link from 'next/link';
import { requireReader } from '#app/_shared/here.ts';
import { apartWord } from '#components/account-card.tsx';
import { BalanceFigure } from '#components/balance-figure.tsx';
import { Figure } from '#components/figure.tsx';
import { netWorthExplain, soFarWords } from '#components/net-worth-figure.tsx';
import { ProofGlyph, proofColors } from '#components/proof-glyph.tsx';
import { proofState, proofWord } from '#components/proof-words.ts';
import { classNames } from '#components/ui/class-names.ts';
import { accountCards } from '#lib/accounts/queries.ts';
import type { AccountCardView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { transact } from '#lib/db/transact.ts';
import { kinds, kindTitles } from '../accounts/kinds.ts';
import { NavLink } from './nav-link.client.tsx';

/** Accounts and balances beside every page. A read of its own: the page's figures do not depend on it. */
export async function RailAccounts() {
  const { viewer, here } = await requireReader();
  const list = await transact(viewer, (tx) => accountCards(tx, here.today, here.wallNow), { readOnly: true });
  const live = list.accounts.filter((account) => account.status !== 'disconnected');
  if (live.length === 0) {
    return (
      <Link
        href="/connections/link"
        className="block rounded-lg border border-dashed border-line-strong px-3 py-4 text-center text-sm text-muted hover:border-ink hover:text-ink"
      >
        Link a bank
      </Link>
    );
  }
  return (
    <section aria-label="Balances" className="pb-4 text-sm">
      {list.netWorth.map((worth) => (
        <div key={worth.net.currency} className="mb-3 px-3">
          <p className="flex items-baseline justify-between gap-2 font-medium">
            Net worth
            <Figure amount={worth.net} explain={netWorthExplain(worth, here)} label="Net worth" />
          </p>
          <SoFar words={soFarWords(worth, list.accounts)} />
        </div>
      ))}
      {kinds.map((kind) => {
        const members = live.filter((account) => account.kind === kind);
        return members.length > 0 ? (
          <div key={kind} className="mb-3">
            <h2 className="px-3 pb-1 text-xs text-muted">{kindTitles[kind]}</h2>
            <ul>
              {members.map((account) => (
                <RailAccount key={account.id} account={account} here={here} />
              ))}
            </ul>
          </div>
        ) : null;
      })}
    </section>
  );
}

function SoFar({ words }: { words: string | null }) {
  return words ? <p className="text-right text-xs text-stale">{words}</p> : null;
}

function RailAccount({ account, here }: { account: AccountCardView; here: Here }) {
  const state = proofState(account);
  const needsPerson = state === 'sign-in-again' || state === 'same-account' || state === 'unexplained';
  return (
    <li className="relative rounded-md hover:bg-sunken">
      <div className="flex items-baseline justify-between gap-2 px-3 py-1">
        <NavLink
          href={`/accounts/${account.id}`}
          className="min-w-0 truncate after:absolute after:inset-0 aria-[current=page]:font-semibold"
        >
          {account.name}
        </NavLink>
        <BalanceFigure account={account} here={here} className="relative z-10 shrink-0" />
      </div>
      {account.inNetWorth ? null : <p className="px-3 pb-1 text-xs text-muted">{apartWord(account)}</p>}
      {needsPerson ? (
        <p className={classNames('flex items-center gap-1 px-3 pb-1 text-xs font-medium', proofColors[state])}>
          <ProofGlyph state={state} length={8} className="h-4" />
          {proofWord(account, here)}
        </p>
      ) : null}
    </li>
  );
}
