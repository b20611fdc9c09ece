import type { BankOwner } from '../bank/types.ts';
import { rowContext, unseal } from '../db/seal.ts';
import { type Tx, transact, viewerOf } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { matchNames, type NameMatch } from './name-match.ts';

/** Who owns an account, as the bank names them, and how their names fit the person who looks. */
export type OwnersView = { owners: BankOwner[]; match: NameMatch; readAt: Date | null };

/**
 * The owners of an account, unsealed for a person who asks to see them, where the bank may be asked who they are. That they
 * were seen is noted with the consents. Throws NotFound for an account that is not the household's.
 */
export async function revealOwners(viewer: Viewer, accountId: string, now: Date): Promise<OwnersView> {
  return transact(viewer, async (tx) => {
    const select = { institutionName: true, permissions: true };
    const account = await tx.account.findUnique({ where: { id: accountId }, select });
    if (!account) throw new NotFound('no such account');
    if (!account.permissions.includes('ownership')) return { owners: [], match: 'unavailable', readAt: null };
    const view = await readOwnersOf(tx, accountId);
    if (view.owners.length > 0) {
      const who = { householdId: viewer.householdId, userId: viewer.userId, accountId };
      const what = { kind: 'owners-viewed', permissions: ['ownership'], note: account.institutionName };
      await tx.consentEvent.create({ data: { ...who, ...what, id: newId(), at: now } });
    }
    return view;
  });
}

async function readOwnersOf(tx: Tx, accountId: string): Promise<OwnersView> {
  const rows = await tx.accountOwner.findMany({ where: { accountId }, orderBy: { position: 'asc' } });
  const owners = rows.map(({ id, keyId, sealed }) => unseal<BankOwner>(keyId, sealed, rowContext('account_owner', id)));
  const names = owners.map(({ name }) => name);
  return { owners, match: matchNames(viewerOf(tx).name, names), readAt: rows[0]?.readAt ?? null };
}
