import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { requireReader } from '#app/_shared/here.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { account as accountQuery } from '#lib/accounts/account-query.ts';
import type { AccountView } from '#lib/accounts/view.ts';
import { mayEdit } from '#lib/auth/viewer.ts';
import { bankDialogSettings } from '#lib/bank/bank.ts';
import { transact } from '#lib/db/transact.ts';
import { LinkFlow } from './link-flow.client.tsx';
import { type LinkPlan, planOf } from './link-plan.ts';

export const metadata: Metadata = { title: 'Link a bank' };

type Props = { searchParams: Promise<Partial<Record<'relink' | 'more' | 'want', string | string[]>>> };

const text = (value: string | string[] | undefined) => (typeof value === 'string' ? value : null);

export default async function LinkPage({ searchParams }: Props) {
  const { viewer, here } = await requireReader();
  const search = await searchParams;
  const accountId = text(search.relink) ?? text(search.more);
  const account =
    accountId &&
    (await transact(viewer, (tx) => accountQuery(tx, accountId, here.today, here.wallNow), { readOnly: true }));
  if (accountId && !account) notFound();
  if (!mayEdit(viewer)) {
    return (
      <EmptyState isPage title="Your role may look, not link">
        <p>An editor or the owner of this household can link a bank.</p>
      </EmptyState>
    );
  }
  const plan = planOf(account || null, search.relink !== undefined, text(search.want));
  const { title, lead, back } = headOf(plan, account || null);
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={title} lead={lead} back={back} />
      <noscript>
        <p className="mb-5 rounded-xl border border-line bg-raised p-4">
          The bank’s dialog needs JavaScript, which is switched off here: a bank is linked in a browser where it is on.
          Everything else works without it.
        </p>
      </noscript>
      <LinkFlow plan={plan} settings={bankDialogSettings()} backHref={back.href} />
    </div>
  );
}

function headOf(plan: LinkPlan, account: AccountView | null) {
  const back = account
    ? { href: `/accounts/${account.id}`, label: account.name }
    : { href: '/connections', label: 'Connections' };
  const bank = account?.institutionName ?? 'your bank';
  switch (plan.purpose) {
    case 'relink':
      return {
        back,
        title: `Sign in again at ${bank}`,
        lead: `Choose ${bank} and the same accounts; Plumb recognizes them, and their history goes on. What may be read stays as you allowed it; what is missing since then is fetched.`,
      };
    case 'permissions':
      return {
        back,
        title: `Allow more for ${account?.name}`,
        lead: 'A new question at the bank, with its own consent. What you allowed before stays.',
      };
    case 'link':
      return {
        back,
        title: 'Link a bank',
        lead: 'You sign in at your bank, not here: Plumb never sees your password. First, what would be read and why.',
      };
  }
}
