import { addDays, type Day, dayOf, later } from '../dates/day.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { type MatchRow, type Pair, pairLoosely } from './pair-rows.ts';
import type { Overlap } from './relink-match.ts';

/** From when to when two accounts both say what the bank has (see relink-match.ts). */
export async function overlapOf(tx: Tx, existingId: string, incomingId: string): Promise<Overlap> {
  const [row] = await tx.$queryRaw<
    { existingFrom: Day | null; incomingFrom: Day | null; readAt: Date | null; zone: string }[]
  >`
    SELECT h.time_zone AS zone,
      (SELECT min(day)::text FROM transaction WHERE account_id = ${existingId}::uuid AND status = 'posted') AS "existingFrom",
      (SELECT min(day)::text FROM transaction WHERE account_id = ${incomingId}::uuid AND status = 'posted') AS "incomingFrom",
      (SELECT stored_attempt_at FROM account_freshness
        WHERE account_id = ${existingId}::uuid AND feature = 'transactions') AS "readAt"
    FROM household h WHERE h.id = ${householdOf(tx)}::uuid`;
  if (!row) return { existingFrom: null, existingTo: null, incomingFrom: null };
  const { existingFrom, incomingFrom, readAt, zone } = row;
  // Of the day on which it was last read, more may have been posted after the reading.
  const existingTo = readAt === null ? null : addDays(dayOf(readAt, zone), -1);
  return { existingFrom, existingTo, incomingFrom };
}

/** Which posted rows are the same, once a person has said that two accounts are one. */
export async function loosePairs(tx: Tx, existingId: string, incomingId: string): Promise<Pair[]> {
  const { existingFrom, incomingFrom } = await overlapOf(tx, existingId, incomingId);
  if (existingFrom === null || incomingFrom === null) return [];
  const since = later(existingFrom, incomingFrom);
  const existing = await matchRows(tx, existingId, 'posted', since);
  return pairLoosely(existing, await matchRows(tx, incomingId, 'posted', since)).pairs;
}

/** Rows of an account in a status, since a day when one is given. */
export async function matchRows(
  tx: Tx,
  accountId: string,
  status: 'posted' | 'pending' | 'void',
  since: Day | null = null,
): Promise<MatchRow[]> {
  return tx.$queryRaw<MatchRow[]>`
    SELECT id, day::text AS day, amount_minor AS "amountMinor", description, status, transacted_at AS "transactedAt"
    FROM transaction
    WHERE account_id = ${accountId}::uuid AND status = ${status} AND day >= coalesce(${since}::date, '-infinity')`;
}
