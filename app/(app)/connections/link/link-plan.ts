import type { AccountView, Permission } from '#lib/accounts/view.ts';

/** A permission as the page asks for it: fixed ones are part of this link, the others are the person's choice. */
export type PermissionRow = { permission: Permission; isFixed: boolean; isOn: boolean };

export type LinkPlan =
  | { purpose: 'link'; accountId: null; rows: readonly PermissionRow[] }
  | { purpose: 'relink' | 'permissions'; accountId: string; rows: readonly PermissionRow[] };

const all: readonly Permission[] = ['balances', 'transactions', 'ownership', 'payment_method'];
const base: readonly Permission[] = ['balances', 'transactions'];

/**
 * What to ask for. A first link: the base, the owners unless left out, and nothing for payments unless wanted. Signing in
 * again: exactly what was allowed. More: what was allowed is fixed, the rest is a choice. An address may have the owners
 * switched on already (`wanted`), and nothing else: payments are off unless the person switches them on.
 */
export function planOf(
  account: Pick<AccountView, 'id' | 'permissions'> | null,
  isRelink: boolean,
  wanted: string | null = null,
): LinkPlan {
  if (!account) {
    const rows = all.map((permission) => ({
      permission,
      isFixed: base.includes(permission),
      isOn: permission !== 'payment_method',
    }));
    return { purpose: 'link', accountId: null, rows };
  }
  const has = (permission: Permission) =>
    base.includes(permission) || account.permissions.some((one) => one.permission === permission && one.isGranted);
  const rows = all.map((permission) => ({
    permission,
    isFixed: has(permission),
    isOn: has(permission) || (permission === 'ownership' && wanted === 'ownership'),
  }));
  if (isRelink) return { purpose: 'relink', accountId: account.id, rows: rows.filter((row) => row.isFixed) };
  return { purpose: 'permissions', accountId: account.id, rows };
}
