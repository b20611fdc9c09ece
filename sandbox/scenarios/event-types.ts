import type { EventType } from '#sandbox/world/events.ts';

const prefix = 'financial_connections.';

/** The events of accounts and logins, as scenarios write them: without the prefix that all of them share. */
export const eventTypes = [
  'account.created',
  'account.deactivated',
  'account.reactivated',
  'account.disconnected',
  'account.refreshed_balance',
  'account.refreshed_ownership',
  'account.refreshed_transactions',
  'account.expected_deactivation_date_updated',
  'account.upcoming_deactivation',
  'account.account_numbers_updated',
  'account.upcoming_account_number_expiry',
  'authorization.expected_deactivation_date_updated',
  'authorization.upcoming_deactivation',
] as const;

/** The type as Stripe writes it. */
export function fullType(short: string): EventType {
  return (short.startsWith(prefix) ? short : `${prefix}${short}`) as EventType;
}
