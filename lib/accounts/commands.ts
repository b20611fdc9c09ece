import { assertMayEdit } from '../auth/viewer.ts';
import { type Tx, transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { failed, ok, type Result } from '../result.ts';
import type { RenameAccountInput, SetInNetWorthInput } from './input.ts';

// A person's words about an account. They stand in a row of their own, which the bank never writes.

/** Keeps a person's own name for an account; an empty one is taken away. Throws NotFound for an account not theirs. */
export async function renameAccount(viewer: Viewer, { accountId, name }: RenameAccountInput): Promise<void> {
  assertMayEdit(viewer);
  await transact(viewer, (tx) => keepSetting(tx, viewer, accountId, { name: name === '' ? null : name }));
}

/**
 * Keeps whether an account counts toward net worth; a disconnected one is in none, whatever is wished. Throws NotFound for
 * an account not theirs.
 */
export async function setInNetWorth(
  viewer: Viewer,
  { accountId, inNetWorth }: SetInNetWorthInput,
): Promise<Result<null, 'disconnected'>> {
  assertMayEdit(viewer);
  return transact(viewer, async (tx) => {
    const isEnded = await tx.account.count({ where: { id: accountId, status: 'disconnected' } });
    if (isEnded > 0) return failed('disconnected');
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
