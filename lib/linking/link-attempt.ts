import type { Permission } from '../bank/types.ts';

/** One dialog with the bank: what it was opened for, and how it ended. */
export type Purpose = 'link' | 'relink' | 'permissions';
export type AttemptState = 'open' | 'linked' | 'cancelled' | 'failed';

/** Without these an account can be neither shown nor proven. */
export const basePermissions: readonly Permission[] = ['balances', 'transactions'];

const inOrder: readonly Permission[] = ['balances', 'transactions', 'ownership', 'payment_method'];

/**
 * What an attempt becomes when the bank has been asked how its dialog ended. No accounts: the person closed it. The
 * bank's word wins over what the browser said before, so a cancelled attempt that has accounts after all is linked;
 * linked stays linked, and failed (the dialog was somebody else's) stays failed.
 */
export function afterBank(state: AttemptState, accountCount: number): AttemptState {
  if (state === 'linked' || state === 'failed') return state;
  return accountCount > 0 ? 'linked' : 'cancelled';
}

/**
 * The permissions to ask for. A first link: the base and what was chosen. Signing in again: what the account had, never
 * more. More permissions: what the account had and what was chosen, since they only grow with a new consent.
 */
export function permissionsToAsk(
  purpose: Purpose,
  chosen: readonly Permission[],
  granted: readonly Permission[],
): Permission[] {
  const wanted = new Set<Permission>(basePermissions);
  if (purpose !== 'link') for (const permission of granted) wanted.add(permission);
  if (purpose !== 'relink') for (const permission of chosen) wanted.add(permission);
  return inOrder.filter((permission) => wanted.has(permission));
}
