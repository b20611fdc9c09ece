import Link from 'next/link';
import type { AccountCardView, AccountListItem } from '#lib/accounts/view.ts';
import type { Here } from '#lib/dates/moment-words.ts';
import { BalanceFigure } from './balance-figure.tsx';
import { Sparkline } from './charts/sparkline.tsx';
import { ProofMark } from './proof-mark.tsx';
import { Badge } from './ui/badge.tsx';
import { classNames } from './ui/class-names.ts';

/** `Chase ··6789`, without what the name already says. */
export function accountOrigin(account: { name: string; institutionName: string; last4: string | null }): string {
  const digits = account.last4 && !account.name.includes(account.last4) ? `··${account.last4}` : '';
  const institution = account.name.startsWith(account.institutionName) ? '' : account.institutionName;
  return [institution, digits].filter(Boolean).join(' ');
}

/** What an account that does not count toward net worth is left out of. */
export function apartWord({ isUndecided }: Pick<AccountCardView, 'isUndecided'>): string {
  return isUndecided ? 'in no sum until decided' : 'not in net worth';
}

/** An account in a list: what it is, its balance and whether that is proven; where its trend is known, its shape too. */
export function AccountCard({ account, here }: { account: AccountCardView | AccountListItem; here: Here }) {
  return (
    <li
      className={classNames(
        'relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-3 hover:bg-sunken/50 md:px-5',
        'trend' in account && 'md:grid-cols-[minmax(0,1fr)_7rem_minmax(10rem,auto)]',
      )}
    >
      <Link
        href={`/accounts/${account.id}`}
        className="truncate font-medium after:absolute after:inset-0 hover:underline"
      >
        {account.name}
      </Link>
      {'trend' in account ? (
        <Sparkline trend={account.trend} currency={account.currency} className="row-span-2 hidden h-8 w-28 md:block" />
      ) : null}
      <BalanceFigure account={account} here={here} className="relative z-10 justify-self-end font-medium" />
      <p className="flex min-w-0 flex-wrap items-center gap-x-2 text-sm text-muted max-sm:col-span-2">
        <span className="truncate">{accountOrigin(account) || account.institutionName}</span>
        {account.inNetWorth ? null : <Badge>{apartWord(account)}</Badge>}
        {account.isUpdating ? <Badge tone="pending">updating</Badge> : null}
      </p>
      <span className="relative z-10 max-sm:col-span-2 sm:justify-self-end">
        <ProofMark account={account} here={here} />
      </span>
    </li>
  );
}
