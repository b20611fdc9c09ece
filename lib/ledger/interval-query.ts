import { type Tx, viewerOf } from '../db/transact.ts';
import { isId } from '../ids.ts';
import type { TransactionFilter } from './filter.ts';
import type { CountedInterval } from './interval-rows.ts';

/** The interval that ends with a balance, by that balance's id; null when the viewer's household has no such one. */
export async function countedInterval(tx: Tx, id: string): Promise<CountedInterval | null> {
  if (!isId(id)) return null;
  const [interval] = await tx.$queryRaw<Omit<CountedInterval, 'zone'>[]>`
    SELECT p.to_anchor_id AS id, p.account_id AS "accountId", p.from_at AS "fromAt", p.to_at AS "toAt",
      p.before_ids AS "beforeIds", p.after_ids AS "afterIds"
    FROM balance_anchor b JOIN proof_interval p ON p.account_id = b.account_id AND p.to_anchor_id = b.id
    WHERE b.id = ${id}::uuid`;
  return interval ? { ...interval, zone: viewerOf(tx).timeZone } : null;
}

/** The interval that a filter names, if it names one that is there. */
export async function filterInterval(tx: Tx, { interval }: TransactionFilter): Promise<CountedInterval | null> {
  return interval === null ? null : countedInterval(tx, interval);
}
