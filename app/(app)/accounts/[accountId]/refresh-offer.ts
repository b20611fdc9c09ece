import type { AccountView } from '#lib/accounts/view.ts';
import { type Here, momentWords } from '#lib/dates/moment-words.ts';

/** Whether the bank may be asked now, in words that are true. */
export type RefreshOffer =
  | { kind: 'offered' }
  | { kind: 'asking' }
  | { kind: 'not-now'; words: string }
  | { kind: 'none' };

/** What the refresh button may promise. The bank says when it may be asked again; before that a button would lie. */
export function refreshOffer(
  account: Pick<AccountView, 'status' | 'isUpdating' | 'permissions'>,
  here: Here & { now: Date },
): RefreshOffer {
  const rows = account.permissions.find((one) => one.permission === 'transactions');
  if (account.status !== 'active' || !rows?.isGranted || !rows.read) return { kind: 'none' };
  if (account.isUpdating || rows.read.state === 'pending') return { kind: 'asking' };
  const { nextAvailableAt } = rows.read;
  if (nextAvailableAt === null)
    return { kind: 'not-now', words: 'The bank does not say yet when it can be asked again.' };
  if (nextAvailableAt.getTime() > here.now.getTime())
    return { kind: 'not-now', words: `The bank can be asked again from ${momentWords(nextAvailableAt, here)}.` };
  return { kind: 'offered' };
}
