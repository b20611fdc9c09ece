import { assertMayEdit } from '../auth/viewer.ts';
import { disconnectAccount as disconnectAtBank } from '../bank/bank.ts';
import { BankError } from '../bank/types.ts';
import { wallNow } from '../clock.ts';
import { householdOf, type Tx, transact, viewerOf } from '../db/transact.ts';
import type { Viewer } from '../db/viewer.ts';
import { NotFound } from '../errors.ts';
import { newId } from '../ids.ts';
import { holdAccounts } from '../linking/hold.ts';
import { log } from '../log.ts';
import { failed, ok, type Result } from '../result.ts';
import { eraseAccount } from './erase-account.ts';
import type { DisconnectInput } from './input.ts';

/** What was done, for the person to keep. `erasedRows` null = the rows are kept, to read. */
export type DisconnectReceipt = { at: Date; institutionName: string; erasedRows: number | null };

type Ending = { accountId: string; institutionName: string; permissions: string[]; hasEnded: boolean; refs: string[] };

/**
 * Ends the bank's reading of an account for good. At the bank first: when it cannot be reached nothing is changed here, and
 * the person is told so. Then "keep": what was read stays, to look at; "erase": all of it goes, and only the receipt stays.
 * An account that is disconnected already can still be erased. Throws NotFound for an account that is not the household's.
 *
 * While the bank is asked, a sync may join the account with another. What it was given by then is ended too before anything
 * changes here; and where it became part of an older one, that one ends and is kept: nobody asked to erase it.
 */
export async function disconnectAccount(
  viewer: Viewer,
  { accountId, choice }: DisconnectInput,
  now: Date,
): Promise<Result<DisconnectReceipt, 'bank-unavailable' | 'bank-refused'>> {
  assertMayEdit(viewer);
  const asked = await transact(viewer, (tx) => readEnding(tx, accountId));
  const endedRefs = new Set<string>();
  let open = asked.refs;
  for (;;) {
    try {
      // The current id comes last: until it is ended, the account is as it was.
      for (const ref of open) endedRefs.add(await ended(ref));
    } catch (error) {
      if (!(error instanceof BankError)) throw error;
      log().warn({ accountId, kind: error.kind, requestId: error.requestId }, 'an account could not be disconnected');
      const isPassing = error.kind === 'unavailable' || error.kind === 'rate-limited';
      return failed(isPassing ? 'bank-unavailable' : 'bank-refused');
    }
    const receipt = await transact(viewer, async (tx) => {
      const held = await holdEnding(tx, accountId, endedRefs);
      open = held.refs.filter((ref) => !endedRefs.has(ref));
      if (open.length > 0) return null;
      const isErased = choice === 'erase' && held.accountId === accountId;
      return note(tx, held, asked.hasEnded, isErased, now);
    });
    if (receipt) return ok(receipt);
  }
}

async function ended(ref: string): Promise<string> {
  await disconnectAtBank(ref);
  return ref;
}

/** Writes here that all of an account's ids have ended at the bank. */
async function note(
  tx: Tx,
  { accountId, institutionName, permissions }: Ending,
  hadEnded: boolean,
  isErased: boolean,
  now: Date,
): Promise<DisconnectReceipt> {
  const erasedRows = isErased ? await eraseAccount(tx, accountId) : await keepAccount(tx, accountId, now);
  if (!hadEnded) await dropEcho(tx, accountId, now);
  const who = { householdId: householdOf(tx), userId: viewerOf(tx).userId, accountId };
  const what = { kind: isErased ? 'erased' : 'disconnected', permissions, note: institutionName };
  await tx.consentEvent.create({ data: { ...who, ...what, id: newId(), at: now } });
  return { at: now, institutionName, erasedRows };
}

/** The account as it stands, held; the one that goes on under its ids, where it became part of that meanwhile. */
async function holdEnding(tx: Tx, accountId: string, refs: ReadonlySet<string>): Promise<Ending> {
  if ((await holdAccounts(tx, [accountId])).length > 0) return readEnding(tx, accountId);
  const taken = await tx.bankAccountRef.findFirst({ where: { bankRef: { in: [...refs] }, replacedAt: null } });
  if (!taken) throw new NotFound('no such account');
  return holdEnding(tx, taken.accountId, refs);
}

async function readEnding(tx: Tx, accountId: string): Promise<Ending> {
  const [row] = await tx.$queryRaw<Ending[]>`
    SELECT a.id AS "accountId", a.institution_name AS "institutionName", a.permissions, a.status = 'disconnected' AS "hasEnded",
      ARRAY(SELECT r.bank_ref FROM bank_account_ref r WHERE r.account_id = a.id AND r.ended_at IS NULL
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
  const replaced = { accountId, replacedAt: { not: null }, endedAt: null };
  await tx.bankAccountRef.updateMany({ where: replaced, data: { endedAt: now } });
  return null;
}
