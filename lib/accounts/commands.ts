import { assertMayEdit } from '../auth/viewer.ts';
import { type Tx, transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { failed, ok, type Result } from '../result.ts';
import type { RenameAccountInput, SetInNetWorthInput } from './input.ts';
import { undecidedAccounts } from './undecided.ts';

// A person's words about an account. They stand in a row of their own, which the bank never writes.

/** Keeps a person's own name for an account; an empty one is taken away. Throws NotFound for an account not theirs. */
export async function renameAccount(viewer: Viewer, { accountId, name }: RenameAccountInput): Promise<void> {
  assertMayEdit(viewer);
  await transact(viewer, (tx) => keepSetting(tx, viewer, accountId, { name: name === '' ? null : name }));
}

/**
 * Keeps whether an account counts toward net worth; one that is disconnected, or may be one that is held already, is in none,
 * whatever is wished. Throws NotFound for an account not theirs.
 */
export async function setInNetWorth(
  viewer: Viewer,
  { accountId, inNetWorth }: SetInNetWorthInput,
): Promise<Result<null, 'disconnected' | 'undecided'>> {
  assertMayEdit(viewer);
  return transact(viewer, async (tx) => {
    const [standing] = await tx.$queryRaw<{ isEnded: boolean; isUndecided: boolean }[]>`
      SELECT status = 'disconnected' AS "isEnded", id = ANY (${undecidedAccounts}) AS "isUndecided"
      FROM account WHERE id = ${accountId}::uuid`;
    if (standing?.isEnded) return failed('disconnected');
    if (standing?.isUndecided) return failed('undecided');
    await keepSetting(tx, viewer, accountId, { inNetWorth });
    return ok(null);
  });
}

async function keepSetting(
  tx: Tx,
  { householdId }: Viewer,
  accountId: string,
  setting: { name: string | null } | { inNetWorth: boolean },
): Promise<void> {
  const account = await tx.account.findUnique({ where: { id: accountId }, select: { id: true } });
  if (!account) throw new NotFound('no such account');
  await tx.accountSetting.upsert({
    where: { accountId },
    create: { accountId, householdId, ...setting },
    update: setting,
  });
}
