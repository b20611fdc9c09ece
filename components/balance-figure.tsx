import type { AccountCardView, BalanceView } from '#lib/accounts/view.ts';
import { atWords, type Here, momentWords } from '#lib/dates/moment-words.ts';
import { type Explain, Figure } from './figure.tsx';
import { classNames } from './ui/class-names.ts';

/** Says of a balance that the bank stated it, and when. */
export function anchorExplain(account: { id: string; name: string }, balance: BalanceView, here: Here): Explain {
  return {
    kind: 'anchor',
    account: account.name,
    href: `/accounts/${account.id}`,
    asOf: momentWords(balance.asOf, here),
    askedAt: atWords(balance.askedAt, here),
  };
}

/** The bank's newest balance of an account, or the words that there is none yet. */
export function BalanceFigure({
  account,
  here,
  className,
}: {
  account: Pick<AccountCardView, 'id' | 'name' | 'balance'>;
  here: Here;
  className?: string;
}) {
  const { balance } = account;
  if (!balance)
    return <span className={classNames('text-sm whitespace-nowrap text-muted', className)}>no balance yet</span>;
  return (
    <Figure
      amount={balance.current}
      explain={anchorExplain(account, balance, here)}
      className={className}
      label={`Balance of ${account.name}`}
    />
  );
}
