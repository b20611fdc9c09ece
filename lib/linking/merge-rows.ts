import type { Tx } from '../db/transact.ts';
import type { MatchRow, Pair } from './pair-rows.ts';

/**
 * Makes each pair one row: it keeps our older id (a person's words hang on it), and takes the bank's newer id and facts.
 * The earlier bank id is kept beside it.
 */
export async function mergeRows(tx: Tx, pairs: readonly Pair[]): Promise<void> {
  const existing = pairs.map(({ existingId }) => existingId);
  const incoming = pairs.map(({ incomingId }) => incomingId);
  await tx.$executeRaw`
    WITH pair AS (SELECT * FROM unnest(${existing}::uuid[], ${incoming}::uuid[]) AS p (existing_id, incoming_id)),
    fresh AS (
      DELETE FROM transaction t USING pair WHERE t.id = pair.incoming_id RETURNING t.*, pair.existing_id
    )
    UPDATE transaction t SET
      former_refs = t.former_refs || t.bank_ref || fresh.former_refs, bank_ref = fresh.bank_ref,
      amount_minor = fresh.amount_minor, currency = fresh.currency, description = fresh.description,
      status = fresh.status, day = fresh.day, transacted_at = fresh.transacted_at, posted_at = fresh.posted_at,
      void_at = fresh.void_at, bank_updated_at = fresh.bank_updated_at, refresh_ref = fresh.refresh_ref,
      last_run_id = fresh.last_run_id
    FROM fresh WHERE t.id = fresh.existing_id`;
}

/** Pending rows that the bank no longer knows: they never came to be. Kept, marked, never counted. */
export async function voidRows(tx: Tx, rows: readonly MatchRow[], now: Date): Promise<void> {
  const ids = rows.map(({ id }) => id);
  await tx.$executeRaw`
    UPDATE transaction SET status = 'void', void_at = ${now}::timestamptz WHERE id = ANY (${ids}::uuid[])`;
}

/** Removes an account's rows: of one that told what another still tells. */
export async function dropRows(tx: Tx, accountId: string): Promise<void> {
  await tx.transaction.deleteMany({ where: { accountId } });
}

/** Moves what is left of an account's rows to another. */
export async function moveRows(tx: Tx, fromId: string, ontoId: string): Promise<void> {
  await tx.$executeRaw`UPDATE transaction SET account_id = ${ontoId}::uuid WHERE account_id = ${fromId}::uuid`;
}
