import { assertMayEdit } from '../auth/viewer.ts';
import { ensureHolder, startLinkSession } from '../bank/bank.ts';
import { BankError, type Permission } from '../bank/types.ts';
import { type Tx, transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { log } from '../log.ts';
import { failed, ok, type Result } from '../result.ts';
import type { StartLinkInput } from './input.ts';
import { type Purpose, permissionsToAsk } from './link-attempt.ts';

/** The dialog of one attempt. The client secret opens it: for this person's browser only, never stored or logged. */
export type StartedLink = { attemptId: string; clientSecret: string; permissions: Permission[] };

/**
 * Opens an attempt to link: makes sure that the bank knows the person as a holder, and starts a session with the chosen
 * permissions. Throws NotFound for an account that is not the household's. "bank-unavailable": nothing was made, another
 * try may help; "bank-refused": it will not.
 */
export async function startLink(
  viewer: Viewer,
  input: StartLinkInput,
  now: Date,
): Promise<Result<StartedLink, 'bank-unavailable' | 'bank-refused'>> {
  assertMayEdit(viewer);
  const accountId = input.purpose === 'link' ? null : input.accountId;
  const { existingRef, granted } = await transact(viewer, async (tx) => ({
    existingRef: await holderRefOf(tx, viewer.userId),
    granted: accountId === null ? [] : await permissionsOf(tx, accountId),
  }));
  const chosen = input.purpose === 'relink' ? [] : input.permissions;
  const permissions = permissionsToAsk(input.purpose, chosen, granted);
  try {
    const { userId, name, email } = viewer;
    const holderRef = await ensureHolder({ existingRef, userId, name, email });
    if (holderRef !== existingRef) await transact(viewer, (tx) => keepHolder(tx, viewer, holderRef, now));
    const session = await startLinkSession({ holderRef, permissions });
    const attempt = { purpose: input.purpose, accountId, permissions, sessionRef: session.sessionRef };
    const attemptId = await transact(viewer, (tx) => openAttempt(tx, viewer, attempt, now));
    return ok({ attemptId, clientSecret: session.clientSecret, permissions });
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    log().warn({ kind: error.kind, requestId: error.requestId }, 'a link could not be started');
    return failed(error.kind === 'unavailable' || error.kind === 'rate-limited' ? 'bank-unavailable' : 'bank-refused');
  }
}

async function holderRefOf(tx: Tx, userId: string): Promise<string | null> {
  const holder = await tx.bankHolder.findUnique({ where: { userId }, select: { bankRef: true } });
  return holder?.bankRef ?? null;
}

async function permissionsOf(tx: Tx, accountId: string): Promise<Permission[]> {
  const account = await tx.account.findUnique({ where: { id: accountId }, select: { permissions: true } });
  if (!account) throw new NotFound('no such account');
  return account.permissions as Permission[];
}

async function keepHolder(tx: Tx, viewer: Viewer, bankRef: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO bank_holder (user_id, household_id, bank_ref, created_at)
    VALUES (${viewer.userId}, ${viewer.householdId}::uuid, ${bankRef}, ${now}::timestamptz)
    ON CONFLICT (user_id) DO UPDATE SET bank_ref = excluded.bank_ref`;
}

async function openAttempt(
  tx: Tx,
  viewer: Viewer,
  attempt: { purpose: Purpose; accountId: string | null; permissions: Permission[]; sessionRef: string },
  now: Date,
): Promise<string> {
  const { householdId, userId } = viewer;
  const id = newId();
  await tx.linkAttempt.create({ data: { ...attempt, id, householdId, userId, state: 'open', startedAt: now } });
  return id;
}
