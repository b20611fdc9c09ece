import { shownName } from '../accounts/name.ts';
import type { Permission } from '../bank/types.ts';
import { householdOf, type Tx, viewerOf } from '../db/transact.ts';

/** What has happened to a consent. */
export type ConsentKind =
  | 'linked'
  | 'linked-again'
  | 'permissions'
  | 'disconnected'
  | 'disconnected-at-bank'
  | 'erased'
  | 'owners-viewed';

export type ConsentView = {
  id: string;
  at: Date;
  kind: ConsentKind;
  permissions: Permission[];
  /** you: who looks; member: somebody else of the household; bank: the bank, or the person on its own pages */
  by: 'you' | 'member' | 'bank';
  institutionName: string;
  /** null when the account was erased */
  account: { id: string; name: string; last4: string | null } | null;
};

/** What was agreed to, asked and ended, newest first, for ever; of one account when it is named. */
export async function consentLog(tx: Tx, accountId: string | null = null, most = 200): Promise<ConsentView[]> {
  const { userId } = viewerOf(tx);
  const rows = await tx.$queryRaw<
    (Omit<ConsentView, 'account'> & { accountId: string; name: string; last4: string })[]
  >`
    SELECT e.id, e.at, e.kind, e.permissions, coalesce(e.note, '') AS "institutionName",
      CASE WHEN e.user_id = ${userId} THEN 'you' WHEN e.user_id IS NULL THEN 'bank' ELSE 'member' END AS by,
      a.id AS "accountId", ${shownName('a', 's')} AS name, a.last4
    FROM consent_event e
    LEFT JOIN account a ON a.id = e.account_id LEFT JOIN account_setting s ON s.account_id = a.id
    WHERE e.household_id = ${householdOf(tx)}::uuid
      AND (${accountId}::uuid IS NULL OR e.account_id = ${accountId}::uuid)
    ORDER BY e.at DESC, e.id LIMIT ${most}`;
  return rows.map(({ accountId: id, name, last4, ...event }) => ({
    ...event,
    account: id === null ? null : { id, name, last4 },
  }));
}
