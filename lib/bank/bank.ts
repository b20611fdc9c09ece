/**
 * The bank, as the rest of Plumb sees it: functions in our words. Behind it stands `stripe/`, the only folder that knows
 * the vendor; another address (see STRIPE_API_URL) is another bank, with the same code. Every function that asks the bank
 * throws `BankError`, and nothing else, when the bank does not do what it was asked.
 */
export { disconnectAccount, followTransactions, readAccount, requestRefresh } from './stripe/accounts.ts';
export { bankDialogSettings } from './stripe/client.ts';
export { readEvent } from './stripe/events.ts';
export { ensureHolder, removeHolder } from './stripe/holder.ts';
export { listOwners } from './stripe/owners.ts';
export { readLinkSession, startLinkSession } from './stripe/sessions.ts';
export { walkTransactions } from './stripe/transactions.ts';
export { eventTypeOf } from './stripe/translate.ts';
export * from './types.ts';
