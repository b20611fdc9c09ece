import { assertMayEdit } from '../auth/viewer.ts';
import { disconnectAccount as disconnectAtBank } from '../bank/bank.ts';
import { BankError } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { type Tx, transact } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { log } from '../log.ts';
import { failed, ok, type Result } from '../result.ts';
import { eraseAccount } from './erase-account.ts';
import type { DisconnectInput } from './input.ts';

/** What was done, for the person to keep. `erasedRows` null = the rows are kept, to read. */
export type DisconnectReceipt = { at: Date; institutionName: string; erasedRows: number | null };

type Ending = { institutionName: string; permissions: string[]; hasEnded: boolean; refs: string[] };

/**
 * Ends the bank's reading of an account for good. At the bank first: when it cannot be reached nothing is changed here, and
 * the person is told so. Then "keep": what was read stays, to look at; "erase": all of it goes, and only the receipt stays.
 * An account that is disconnected already can still be erased. Throws NotFound for an account that is not the household's.
 */
export async function disconnectAccount(
  viewer: Viewer,
  { accountId, choice }: DisconnectInput,
  now: Date,
): Promise<Result<DisconnectReceipt, 'bank-unavailable' | 'bank-refused'>> {
  assertMayEdit(viewer);
  const ending = await transact(viewer, (tx) => readEnding(tx, accountId));
  try {
    // The current id comes last: until it is ended, the account is as it was.
    for (const ref of ending.refs) await disconnectAtBank(ref);
  } catch (error) {
    if (!(error instanceof BankError)) throw error;
    log().warn({ accountId, kind: error.kind, requestId: error.requestId }, 'an account could not be disconnected');
    return failed(error.kind === 'unavailable' || error.kind === 'rate-limited' ? 'bank-unavailable' : 'bank-refused');
  }
  return transact(viewer, async (tx) => {
    const erasedRows = choice === 'erase' ? await eraseAccount(tx, accountId) : await keepAccount(tx, accountId, now);
    const { institutionName, permissions, hasEnded } = ending;
    if (!hasEnded) await dropEcho(tx, accountId, now);
    const who = { householdId: viewer.householdId, userId: viewer.userId, accountId };
    const what = { kind: choice === 'erase' ? 'erased' : 'disconnected', permissions, note: institutionName };
    await tx.consentEvent.create({ data: { ...who, ...what, id: newId(), at: now } });
    return ok({ at: now, institutionName, erasedRows });
  });
}

async function readEnding(tx: Tx, accountId: string): Promise<Ending> {
  const [row] = await tx.$queryRaw<Ending[]>`
    SELECT a.institution_name AS "institutionName", a.permissions, a.status = 'disconnected' AS "hasEnded",
      ARRAY(SELECT r.bank_ref FROM bank_account_ref r WHERE r.account_id = a.id
        ORDER BY r.replaced_at NULLS LAST, r.linked_at) AS refs
    FROM account a WHERE a.id = ${accountId}::uuid`;
  if (!row) throw new NotFound('no such account');
  return row;
}

/** The bank's event of what was just done here may be handled before this transaction: then it was noted as the bank's doing. */
async function dropEcho(tx: Tx, accountId: string, now: Date): Promise<void> {
  await tx.consentEvent.deleteMany({ where: { accountId, kind: 'disconnected-at-bank', at: { gte: now } } });
}

/** `read_at`: what a sync asked of the bank before it was ended, and stores after, would bring the account back to life. */
async function keepAccount(tx: Tx, accountId: string, now: Date): Promise<null> {
  await tx.$executeRaw`
    UPDATE account SET status = 'disconnected', disconnected_at = coalesce(disconnected_at, ${now}::timestamptz),
      expected_deactivation_at = NULL, read_at = greatest(read_at, ${wallNow()}::timestamptz)
    WHERE id = ${accountId}::uuid`;
  return null;
}
