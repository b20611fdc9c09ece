import { AccountCard } from '#components/account-card.tsx';
import { anchorExplain } from '#components/balance-figure.tsx';
import { Figure } from '#components/figure.tsx';
import type { AccountKind, AccountListItem } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { totals } from '#lib/money/money.ts';
import { kinds, kindTitles } from './kinds.ts';

/** Accounts under the title of their kind, each kind with what it comes to (one total per currency). */
export function AccountGroups({
  accounts,
  here,
  isNarrow = false,
}: {
  accounts: readonly AccountListItem[];
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
  members: readonly AccountListItem[];
  here: Here;
  isNarrow: boolean;
}) {
  const known = members.flatMap((account) => (account.balance ? [{ account, balance: account.balance }] : []));
  const Heading = isNarrow ? 'h3' : 'h2';
  const sums = totals(known.map(({ balance }) => balance.current));
  return (
    <section aria-label={kindTitles[kind]} className="border-t border-line first:border-t-0">
      <Heading className="flex items-baseline justify-between gap-4 bg-sunken/60 px-4 py-2 text-sm md:px-5">
        <span className="text-muted">{kindTitles[kind]}</span>
        <span className="flex gap-4 font-medium">
          {sums.map((sum) => (
            <Figure
              key={sum.currency}
              amount={sum}
              label={kindTitles[kind]}
              explain={{
                kind: 'formula',
                title: 'The newest balance of each account',
                parts: known
                  .filter(({ balance }) => balance.current.currency === sum.currency)
                  .map(({ account, balance }) => ({
                    label: account.name,
                    amount: balance.current,
                    explain: anchorExplain(account, balance, here),
                  })),
              }}
            />
          ))}
        </span>
      </Heading>
      <ul className="divide-y divide-line">
        {members.map((account) => (
          <AccountCard key={account.id} account={account} here={here} isNarrow={isNarrow} />
        ))}
      </ul>
    </section>
  );
}
