import { AccountCard } from '#components/account-card.tsx';
import { anchorExplain } from '#components/balance-figure.tsx';
import { type Explain, Figure } from '#components/figure.tsx';
import type { AccountCardView, AccountKind, AccountListItem, BalanceView } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { totals } from '#lib/money/money.ts';
import { kinds, kindTitles } from './kinds.ts';

type Listed = AccountCardView | AccountListItem;

/**
 * Accounts under the title of their kind, each kind with what it comes to (one total per currency). An account that may be
 * one of the others stands there, and is in no total.
 */
export function AccountGroups({
  accounts,
  here,
  isNarrow = false,
}: {
  accounts: readonly Listed[];
  here: Here;
  /** in the narrow column of another page, under a title of its own */
  isNarrow?: boolean;
}) {
  return kinds.map((kind) => {
    const members = accounts.filter((account) => account.kind === kind);
    return members.length > 0 ? (
      <Group key={kind} kind={kind} members={members} here={here} isNarrow={isNarrow} />
    ) : null;
  });
}

function Group({
  kind,
  members,
  here,
  isNarrow,
}: {
  kind: AccountKind;
  members: readonly Listed[];
  here: Here;
  isNarrow: boolean;
}) {
  const known = members.flatMap((account) =>
    account.balance && !account.isUndecided ? [{ account, balance: account.balance }] : [],
  );
  const Heading = isNarrow ? 'h3' : 'h2';
  return (
    <section aria-label={kindTitles[kind]} className="border-t border-line first:border-t-0">
      <Heading className="flex items-baseline justify-between gap-4 bg-sunken/60 px-4 py-2 text-sm md:px-5">
        <span className="text-muted">{kindTitles[kind]}</span>
        <span className="flex flex-wrap justify-end gap-x-4 font-medium">
          {totals(known.map(({ balance }) => balance.current)).map(({ currency }) => (
            <Total
              key={currency}
              label={kindTitles[kind]}
              known={known.filter(({ balance }) => balance.current.currency === currency)}
              here={here}
            />
          ))}
        </span>
      </Heading>
      <ul className="divide-y divide-line">
        {members.map((account) => (
          <AccountCard key={account.id} account={account} here={here} />
        ))}
      </ul>
    </section>
  );
}

type Known = { account: Listed; balance: BalanceView };

/** What accounts of one currency come to, and how much of that is not in net worth. */
function Total({ label, known, here }: { label: string; known: readonly Known[]; here: Here }) {
  const apart = known.filter(({ account }) => !account.inNetWorth);
  const figure = (of: readonly Known[], what: string) =>
    totals(of.map(({ balance }) => balance.current)).map((sum) => (
      <Figure key={what} amount={sum} label={what} explain={balancesExplain(of, here)} />
    ));
  return (
    <span>
      {figure(known, label)}
      {apart.length > 0 ? (
        <span className="font-normal text-muted">
          {apart.length < known.length ? <>, of it {figure(apart, `Part of ${label}`)}</> : ','} not in net worth
        </span>
      ) : null}
    </span>
  );
}

function balancesExplain(known: readonly Known[], here: Here): Explain {
  return {
    kind: 'formula',
    title: 'The newest balance of each account',
    parts: known.map(({ account, balance }) => ({
      label: account.name,
      amount: balance.current,
      explain: anchorExplain(account, balance, here),
    })),
  };
}
