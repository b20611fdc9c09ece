import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { requireReader } from '#app/_shared/here.ts';
import { Figure } from '#components/figure.tsx';
import { netWorthExplain } from '#components/net-worth-figure.tsx';
import { ButtonLink } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { accountList, balancesOn } from '#lib/accounts/queries.ts';
import { mayEdit } from '#lib/auth/viewer.ts';
import { isDay } from '#lib/dates/day.ts';
import { transact } from '#lib/db/transact.ts';
import { NothingLinked } from '../_shell/nothing-linked.tsx';
import { AccountGroups } from './account-groups.tsx';
import { BalancesOnDay } from './balances-on-day.tsx';

export const metadata: Metadata = { title: 'Accounts' };

type Props = { searchParams: Promise<{ day?: string | string[] }> };

export default async function AccountsPage({ searchParams }: Props) {
  const { viewer, here } = await requireReader();
  const { day } = await searchParams;
  const asked = typeof day === 'string' && isDay(day) && day <= here.today ? day : null;
  const [list, past] = await transact(
    viewer,
    async (tx) => [await accountList(tx, here.today), asked ? await balancesOn(tx, asked, here.today) : null] as const,
    { readOnly: true },
  );
  if (list.accounts.length === 0) {
    return (
      <NothingLinked viewer={viewer} title="No accounts yet">
        Link a bank and its accounts stand here, each with its balance and whether that is proven.
      </NothingLinked>
    );
  }
  const live = list.accounts.filter((account) => account.status !== 'disconnected');
  const ended = list.accounts.filter((account) => account.status === 'disconnected');
  return (
    <>
      <PageHeader
        title="Accounts"
        lead={
          list.netWorth.length > 0 ? (
            <>
              Net worth{' '}
              {list.netWorth.map((worth) => (
                <Figure
                  key={worth.net.currency}
                  amount={worth.net}
                  explain={netWorthExplain(worth, here)}
                  className="mr-3 font-medium text-ink"
                  label="Net worth"
                />
              ))}
            </>
          ) : undefined
        }
        actions={
          mayEdit(viewer) ? (
            <ButtonLink href="/connections/link" icon={<Plus aria-hidden className="size-4" />}>
              Link a bank
            </ButtonLink>
          ) : null
        }
      />
      <div className="grid gap-4 md:gap-5">
        {past ? <BalancesOnDay view={past} here={here} /> : null}
        <Card flush className="overflow-hidden">
          <AccountGroups accounts={live} here={here} />
        </Card>
        {ended.length > 0 ? (
          <Disclosure
            summary={ended.length === 1 ? '1 disconnected account' : `${ended.length} disconnected accounts`}
            open={live.length === 0}
          >
            <Card flush className="mt-2 overflow-hidden">
              <AccountGroups accounts={ended} here={here} />
            </Card>
          </Disclosure>
        ) : null}
      </div>
    </>
  );
}
