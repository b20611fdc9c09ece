import { assertMayEdit } from '../auth/viewer.ts';
import { requestRefresh } from '../bank/bank.ts';
import { BankError, type Feature } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { recordAccount } from '../proof/record-account.ts';
import { type CurrentAccount, readCurrentAccount } from './current-account.ts';
import type { RefreshAccountInput } from './input.ts';

/**
 * What came of a person's wish for news. asked: the bank was asked for these kinds of data, or is being asked already
 * (then the list is empty); its answer comes later and stands in the sync log. not-yet: the bank allows it from
 * `notBefore`, null where it does not say. inactive: the person has to sign in at the bank first.
 */
export type RefreshOutcome =
  | { ok: true; value: { asked: Feature[] } }
  | { ok: false; code: 'not-yet'; notBefore: Date | null; waitMs?: number }
  | { ok: false; code: 'inactive' | 'disconnected' | 'not-permitted' | 'bank-unavailable' | 'bank-refused' };

/**
 * Asks the bank for news of an account now, as far as the bank allows it now: for transactions, after which a balance
 * follows by itself when it is due; where only a balance can be had, for that. Throws NotFound for an account not theirs.
 */
export async function refreshAccount(
  viewer: Viewer,
  { accountId }: RefreshAccountInput,
  now: Date,
): Promise<RefreshOutcome> {
  assertMayEdit(viewer);
  const current = await transact(viewer, (tx) => readCurrentAccount(tx, accountId));
  if (!current) throw new NotFound('no such account');
  const wish = wishFor(current, now);
  if (!wish.ok || wish.value.asked.length === 0) return wish;
  const { asked } = wish.value;
  const readAt = wallNow();
  try {
    const account = await requestRefresh(current.bankRef, asked);
    await transact(viewer, async (tx) => {
      await recordAccount(tx, accountId, account, readAt, now);
      // A bank that answers at once may have sent its event before it was known here that it was asked.
      if (account.reads.transactions.state !== 'succeeded' || !asked.includes('transactions')) return;
      const data = { householdId: viewer.householdId, accountId, cause: 'person' as const };
      await enqueue(tx, { name: 'sync-account', data });
    });
    return { ok: true, value: { asked } };
  } catch (error) {
    if (error instanceof BankError) return { ok: false, code: refusal(error) };
    throw error;
  }
}

/** What can be asked for now, from what we know of the account. */
function wishFor({ status, permissions, reads }: CurrentAccount, now: Date): RefreshOutcome {
  if (status === 'inactive' || status === 'disconnected') return { ok: false, code: status };
  const wanted: Feature[] = permissions.includes('transactions') ? ['transactions'] : [];
  if (permissions.includes('balances')) wanted.push('balance');
  if (wanted.length === 0) return { ok: false, code: 'not-permitted' };
  if (wanted.some((feature) => reads[feature].state === 'pending')) return { ok: true, value: { asked: [] } };
  const open = wanted.find((feature) => isOpen(reads[feature], now));
  if (open) return { ok: true, value: { asked: [open] } };
  const slots = wanted.flatMap((feature) => reads[feature].nextAvailableAt?.getTime() ?? []);
  if (slots.length === 0) return { ok: false, code: 'not-yet', notBefore: null };
  const notBefore = new Date(Math.min(...slots));
  return { ok: false, code: 'not-yet', notBefore, waitMs: notBefore.getTime() - now.getTime() };
}

function isOpen(read: CurrentAccount['reads'][Feature], now: Date): boolean {
  return read.state === 'never' || (read.nextAvailableAt !== null && read.nextAvailableAt <= now);
}

function refusal({ kind }: BankError): 'inactive' | 'disconnected' | 'bank-unavailable' | 'bank-refused' {
  if (kind === 'inactive' || kind === 'disconnected') return kind;
  return kind === 'unavailable' || kind === 'rate-limited' ? 'bank-unavailable' : 'bank-refused';
}
