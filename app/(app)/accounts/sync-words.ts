import type { AccountView, NamedAccount, ReadingFailure, SyncRunView } from '#lib/accounts/view.ts';
import { atWords, type Here, momentWords } from '#lib/dates/moment-words.ts';
import { shortDay } from '#lib/dates/words.ts';

const errors: Readonly<Record<string, string>> = {
  unavailable: 'The bank did not answer. It will be asked again; nothing is lost.',
  rate_limited: 'The bank was asked too often. It will be asked again later; nothing is lost.',
  disconnected: 'The account is disconnected at the bank.',
  inactive: 'The bank asks you to sign in again.',
  refused: 'The bank refused the question. The log on our side has the details.',
  refresh_failed: 'Your bank could not be read. Plumb asks again by itself; what was read before stays.',
  crashed: 'The reading broke off on our side and begins again by itself. No half of it was kept.',
};

/** Whose fault a failed reading was, what still works and what happens next. */
export function syncErrorWords(code: string): string {
  return errors[code.replaceAll('-', '_')] ?? 'The reading failed and will be tried again; nothing is lost.';
}

const list = new Intl.ListFormat('en-US');

/** `Checking, Savings, and Card`. */
export function namesWords(accounts: readonly NamedAccount[]): string {
  return list.format(accounts.map(({ name }) => name));
}

/** What is said of a bank that cannot be read: of which accounts, up to when they are known, and what happens next. */
export function failureWords(failure: ReadingFailure, here: Here): { title: string; rest: string } {
  const { institutionName, accounts, at, lastCompleteAt, errorCode } = failure;
  const since = lastCompleteAt ? ` Not read in full since ${momentWords(lastCompleteAt, here)}.` : '';
  return {
    title: `The last reading of ${institutionName} failed ${atWords(at, here)}`,
    rest: `It touches ${namesWords(accounts)}.${since} ${syncErrorWords(errorCode)}`,
  };
}

const causes: Readonly<Record<string, string>> = {
  link: 'first reading',
  event: 'the bank sent word',
  person: 'you asked',
  sweep: 'regular look',
  // Of signing in again, of linking what was linked, and of allowing more.
  relink: 'after another dialog with the bank',
};

export function causeWords(cause: string): string {
  return causes[cause] ?? cause;
}

/** `4 new, 1 changed`; `nothing new` when the bank had nothing. */
export function countWords({ added, changed, voided }: Pick<SyncRunView, 'added' | 'changed' | 'voided'>): string {
  const parts = [added > 0 && `${added} new`, changed > 0 && `${changed} changed`, voided > 0 && `${voided} void`];
  return parts.filter(Boolean).join(', ') || 'nothing new';
}

/** What a finished reading says of itself: `bank asked at 09:12: 4 new, 1 changed`. */
export function runWords(run: SyncRunView, here: Here): string {
  if (run.state === 'running') return 'The bank is being asked.';
  if (run.state === 'failed') return syncErrorWords(run.errorCode ?? '');
  return `Bank asked ${atWords(run.askedAt ?? run.startedAt, here)}: ${countWords(run)}.`;
}

/** `412 posted transactions and 1 pending, back to 3 May`; pending ones are told of where they are counted. */
export function coverageWords(
  { rowCount, pending = [] }: Pick<AccountView, 'rowCount'> & Partial<Pick<AccountView, 'pending'>>,
  oldest: Parameters<typeof shortDay>[0] | null,
  here: Here,
): string {
  const pendingCount = pending.reduce((sum, { count }) => sum + count, 0);
  const posted = `${rowCount.toLocaleString('en-US')} posted transaction${rowCount === 1 ? '' : 's'}`;
  const rows = pendingCount > 0 ? `${posted} and ${pendingCount.toLocaleString('en-US')} pending` : posted;
  return oldest ? `${rows}, back to ${shortDay(oldest, here.today)}` : rows;
}
