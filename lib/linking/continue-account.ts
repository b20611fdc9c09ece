import { householdOf, type Tx } from '../db/transact.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { rederiveAccount } from '../proof/settle-account.ts';
import { matchRows } from './match-store.ts';
import { dropRows, mergeRows, moveRows, voidRows } from './merge-rows.ts';
import { type Pair, pairPending } from './pair-rows.ts';
import { promiseReading } from './promise-reading.ts';

/** `fromId` is the newly linked account, `ontoId` the one it continues; `pairs` are their equal posted rows. */
export type Continuation = { fromId: string; ontoId: string; pairs: readonly Pair[] };

/**
 * Makes a newly linked account part of the one it continues: one history. Rows that are the same become one, under our
 * older id and the bank's newer; the missing ones move over; pending rows of the ended id are found again or end with it.
 * The bank's new id, its cursor, the new balances and what the bank last said of the account move too, the bank's reading
 * under the id that was current ends, and the new account exists no more. Where the new one was disconnected while the older
 * is still read, the older stays as it is: it has every row of its own. A person's words (name, net worth) stay with the
 * older account. What is derived of its rows and balances is derived anew, and the bank is read once more. The caller holds
 * both accounts (`holdAccounts`), since before it compared them.
 */
export async function continueAccount(tx: Tx, { fromId, ontoId, pairs }: Continuation, now: Date): Promise<void> {
  const isOver = (await statusOf(tx, fromId)) === 'disconnected' && (await statusOf(tx, ontoId)) === 'active';
  if (isOver) await dropRows(tx, fromId);
  else await joinRows(tx, { fromId, ontoId, pairs }, now);
  await moveBalances(tx, fromId, ontoId);
  const replacedRefs = await replaceRefs(tx, isOver ? fromId : ontoId, now);
  if (isOver) await tx.accountOwner.deleteMany({ where: { accountId: fromId } });
  else await moveBankSide(tx, fromId, ontoId);
  await tx.bankAccountRef.updateMany({ where: { accountId: fromId }, data: { accountId: ontoId } });
  await answerSiblings(tx, fromId, ontoId, now);
  await moveWords(tx, fromId, ontoId);
  await moveQuestions(tx, fromId, ontoId, now);
  await dropAccount(tx, fromId);
  await rederiveAccount(tx, ontoId, now);
  // What was promised under the id that is gone finds nothing to do any more.
  const { permissions } = await tx.account.findUniqueOrThrow({ where: { id: ontoId }, select: { permissions: true } });
  await promiseReading(tx, ontoId, 'relink', permissions);
  for (const accountRef of replacedRefs) {
    await enqueue(tx, { name: 'disconnect-replaced', data: { householdId: householdOf(tx), accountRef } });
  }
}

async function statusOf(tx: Tx, id: string): Promise<string> {
  return (await tx.account.findUniqueOrThrow({ where: { id }, select: { status: true } })).status;
}

async function joinRows(tx: Tx, { fromId, ontoId, pairs }: Continuation, now: Date): Promise<void> {
  await mergeRows(tx, pairs);
  const pending = await matchRows(tx, ontoId, 'pending');
  const incoming = [...(await matchRows(tx, fromId, 'pending')), ...(await matchRows(tx, fromId, 'posted'))];
  const found = pairPending(pending, incoming);
  await mergeRows(tx, found.pairs);
  // A row that was told before it vanished is told by the new id too: void.
  const held = [...found.existing, ...(await matchRows(tx, ontoId, 'void'))];
  const gone = pairPending(held, await matchRows(tx, fromId, 'void'));
  await mergeRows(tx, gone.pairs);
  const unheardOf = gone.existing.filter(({ status }) => status === 'pending');
  await voidRows(tx, unheardOf, now);
  await moveRows(tx, fromId, ontoId);
}

/** Anchors of one moment are one statement of the bank. */
async function moveBalances(tx: Tx, fromId: string, ontoId: string): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM balance_anchor f USING balance_anchor o
    WHERE f.account_id = ${fromId}::uuid AND o.account_id = ${ontoId}::uuid AND f.as_of = o.as_of`;
  await tx.$executeRaw`UPDATE balance_anchor SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid`;
  await tx.$executeRaw`DELETE FROM proof_interval WHERE account_id = ${fromId}::uuid`;
  await tx.$executeRaw`DELETE FROM account_day WHERE account_id = ${fromId}::uuid`;
}

/** Marks the bank's ids of an account as history. Returns those that were current. */
async function replaceRefs(tx: Tx, accountId: string, now: Date): Promise<string[]> {
  const current = { accountId, replacedAt: null };
  const replaced = await tx.bankAccountRef.updateManyAndReturn({ where: current, data: { replacedAt: now } });
  return replaced.map(({ bankRef }) => bankRef);
}

async function moveBankSide(tx: Tx, fromId: string, ontoId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM account_freshness WHERE account_id = ${ontoId}::uuid`;
  await tx.$executeRaw`UPDATE account_freshness SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid`;
  // Owners read under the older id stay until those of the new one are read, if they may be.
  await tx.$executeRaw`
    DELETE FROM account_owner o WHERE o.account_id = ${ontoId}::uuid AND (
      EXISTS (SELECT FROM account_freshness f WHERE f.account_id = o.account_id AND f.stored_ref IS NOT NULL)
      OR NOT EXISTS (SELECT FROM account f WHERE f.id = ${fromId}::uuid AND 'ownership' = ANY (f.permissions)))`;
  await tx.$executeRaw`UPDATE account_owner SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid`;
  await tx.$executeRaw`
    UPDATE account o SET
      institution_name = f.institution_name, display_name = f.display_name, last4 = f.last4, category = f.category,
      subcategory = f.subcategory, currency = f.currency, status = f.status, permissions = f.permissions,
      expected_deactivation_at = f.expected_deactivation_at, disconnected_at = f.disconnected_at, read_at = f.read_at,
      coverage_from = least(o.coverage_from, f.coverage_from)
    FROM account f WHERE o.id = ${ontoId}::uuid AND f.id = ${fromId}::uuid`;
}

/** What stays for ever (log, consent) speaks of the account that remains; a name given meanwhile fills an empty place. */
async function moveWords(tx: Tx, fromId: string, ontoId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE account_setting SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid
      AND NOT EXISTS (SELECT FROM account_setting o WHERE o.account_id = ${ontoId}::uuid)`;
  await tx.$executeRaw`DELETE FROM account_setting WHERE account_id = ${fromId}::uuid`;
  await tx.$executeRaw`UPDATE sync_run SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid`;
  await tx.$executeRaw`UPDATE consent_event SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid`;
  await tx.$executeRaw`
    UPDATE link_attempt SET account_ids = array_replace(account_ids, ${fromId}::uuid, ${ontoId}::uuid)
    WHERE ${fromId}::uuid = ANY (account_ids)`;
  await tx.$executeRaw`UPDATE link_attempt SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid`;
}

/** Accounts of one session are others by the bank's own word: when one of them continues an account, no other does. */
async function answerSiblings(tx: Tx, fromId: string, ontoId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE relink_question q SET answer = 'different', answered_at = ${now}::timestamptz
    WHERE q.candidate_id = ${ontoId}::uuid AND q.account_id <> ${fromId}::uuid AND q.answer IN ('waiting', 'open')
      AND EXISTS (SELECT FROM link_attempt l
        WHERE ${fromId}::uuid = ANY (l.account_ids) AND q.account_id = ANY (l.account_ids))`;
}

/** What else was asked about the new account is answered with it; who asks whether it continues the new one, asks about the older. */
async function moveQuestions(tx: Tx, fromId: string, ontoId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE relink_question SET answer = 'different', answered_at = ${now}::timestamptz
    WHERE account_id = ${fromId}::uuid AND candidate_id <> ${ontoId}::uuid AND answer IN ('waiting', 'open')`;
  await tx.$executeRaw`
    DELETE FROM relink_question f USING relink_question o
    WHERE f.candidate_id = ${fromId}::uuid AND o.candidate_id = ${ontoId}::uuid AND f.account_id = o.account_id`;
  await tx.$executeRaw`
    UPDATE relink_question SET candidate_id = ${ontoId}::uuid
    WHERE candidate_id = ${fromId}::uuid AND account_id <> ${ontoId}::uuid`;
}

async function dropAccount(tx: Tx, id: string): Promise<void> {
  const { connectionId } = await tx.account.delete({ where: { id }, select: { connectionId: true } });
  await tx.$executeRaw`
    DELETE FROM connection c WHERE c.id = ${connectionId}::uuid
      AND NOT EXISTS (SELECT FROM account a WHERE a.connection_id = c.id)`;
}
