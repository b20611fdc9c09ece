import type { BankRead, Feature } from '../bank/types.ts';
import type { Tx } from '../db/transact.ts';

/** An account that can still be asked for, as it stands with us. */
export type CurrentAccount = {
  readonly accountId: string;
  /** the bank's id under which it is read now */
  readonly bankRef: string;
  readonly status: string;
  readonly permissions: readonly string[];
  readonly reads: Readonly<Record<Feature, BankRead>>;
  /** when the bank began the newest refresh of transactions whose rows are stored */
  readonly storedAttemptAt: Date | null;
};

type Row = Omit<CurrentAccount, 'reads' | 'storedAttemptAt'>;
type ReadRow = BankRead & { feature: Feature; storedAttemptAt: Date | null };

const never: BankRead = { state: 'never', attemptedAt: null, nextAvailableAt: null };

/** Reads an account of this household; null when there is none, or none that the bank still knows under an id of ours. */
export async function readCurrentAccount(tx: Tx, accountId: string): Promise<CurrentAccount | null> {
  const [account] = await tx.$queryRaw<Row[]>`
    SELECT a.id AS "accountId", r.bank_ref AS "bankRef", a.status, a.permissions
    FROM account a JOIN bank_account_ref r ON r.account_id = a.id AND r.replaced_at IS NULL
    WHERE a.id = ${accountId}::uuid
    ORDER BY r.linked_at DESC LIMIT 1`;
  if (!account) return null;
  const rows = await tx.$queryRaw<ReadRow[]>`
    SELECT feature, state, attempted_at AS "attemptedAt", next_available_at AS "nextAvailableAt",
      stored_attempt_at AS "storedAttemptAt"
    FROM account_freshness WHERE account_id = ${accountId}::uuid`;
  const of = (feature: Feature) => rows.find((row) => row.feature === feature) ?? { ...never, storedAttemptAt: null };
  const transactions = of('transactions');
  const reads = { balance: of('balance'), transactions, ownership: of('ownership') };
  return { ...account, reads, storedAttemptAt: transactions.storedAttemptAt };
}
