import type { BankTransaction } from '../bank/types.ts';
import { compareVersions, type TransactionFacts } from '../ledger/transaction.ts';

/** What a sync will write: rows that are new to us, and rows whose facts the bank has replaced. */
export type ChangePlan = {
  readonly added: readonly BankTransaction[];
  readonly replaced: readonly { readonly from: TransactionFacts; readonly to: BankTransaction }[];
  /** rows that we hold exactly so, or in a newer version */
  readonly unchanged: number;
};

/**
 * Decides what a delivery of rows changes, and nothing else: the same id and newer replaces the facts, whatever they are
 * (pending became posted, an amount, a text); void is kept and marked; older than what we hold is ignored; equal writes
 * nothing. So planning twice is planning once, the order of pages does not matter and duplicates do no harm.
 *
 * @param existing what we hold of the incoming ids, by the bank's id
 * @param incoming rows as they came, in any order, one id perhaps several times
 */
export function planChanges(
  existing: ReadonlyMap<string, TransactionFacts>,
  incoming: Iterable<BankTransaction>,
): ChangePlan {
  const newest = new Map<string, BankTransaction>();
  let delivered = 0;
  for (const row of incoming) {
    delivered += 1;
    const other = newest.get(row.ref);
    if (other === undefined || compareVersions(row, other) > 0) newest.set(row.ref, row);
  }
  const added: BankTransaction[] = [];
  const replaced: { from: TransactionFacts; to: BankTransaction }[] = [];
  for (const row of newest.values()) {
    const held = existing.get(row.ref);
    if (held === undefined) added.push(row);
    else if (compareVersions(row, held) > 0) replaced.push({ from: held, to: row });
  }
  return { added, replaced, unchanged: delivered - added.length - replaced.length };
}
