import type { Permission } from '#lib/accounts/view.ts';
import { type Here, momentDayWords } from '#lib/dates/moment-words.ts';

export const permissionTitles: Readonly<Record<Permission, string>> = {
  balances: 'Balances',
  transactions: 'Transactions',
  ownership: 'Account owners',
  payment_method: 'Account and routing number for payments',
};

/** What exactly is read under each permission. */
export const permissionReads: Readonly<Record<Permission, string>> = {
  balances: 'The current and the available balance, each with the bank’s own time.',
  transactions:
    'Date, amount, text and status of each row, for as long back as the bank gives, and new rows every day.',
  ownership: 'Names, addresses, e-mails and phone numbers of the owners, as the bank has them.',
  payment_method: 'The numbers that a payment from this account needs.',
};

/** Why it is asked for. */
export const permissionReasons: Readonly<Record<Permission, string>> = {
  balances: 'Without them there is nothing to show and nothing to prove against.',
  transactions: 'They must add up to the balances; that is the proof.',
  ownership: 'To see in whose name an account stands. Kept encrypted and shown only when you ask.',
  payment_method: 'Only needed to pay from the account. Leave it off to look only.',
};

/** Until when a disconnected account could be read: `could be read until 3 May`. */
export function untilWords(disconnectedAt: Date | null, here: Here): string {
  return disconnectedAt ? `could be read until ${momentDayWords(disconnectedAt, here)}` : 'could be read';
}
