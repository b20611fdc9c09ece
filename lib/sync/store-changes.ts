import type { BankTransaction, TransactionStatus } from '../bank/types.ts';
import type { Day } from '../dates/day.ts';
import { householdOf, type Tx } from '../db/transact.ts';
import { newId } from '../ids.ts';
import { isCounted, shownDay, type TransactionFacts } from '../ledger/transaction.ts';
import type { Touched } from '../proof/settle-account.ts';
import { type ChangePlan, planChanges } from './changes.ts';

/** What a run has stored so far: the counts that its log shows, and what has to be settled afterwards. */
export type Stored = {
  fetched: number;
  added: number;
  changed: number;
  voided: number;
  /** of the rows that were fetched, the oldest posted day */
  oldestDay: Day | null;
  readonly touched: { readonly counted: Set<Day>; readonly seen: Set<Day> } & Touched;
};

export function nothingStored(): Stored {
  const touched = { counted: new Set<Day>(), seen: new Set<Day>() };
  return { fetched: 0, added: 0, changed: 0, voided: 0, oldestDay: null, touched };
}

export type Target = { readonly accountId: string; readonly runId: string; readonly zone: string };

/**
 * Plans and writes one delivery of rows, as a set: one statement for what we hold of them, one for what changes. Writes
 * nothing for rows that we hold exactly so or newer. Adds what it did to `stored`.
 */
export async function storeRows(
  tx: Tx,
  target: Target,
  rows: readonly BankTransaction[],
  stored: Stored,
): Promise<void> {
  const plan = planChanges(await heldRows(tx, rows), rows);
  note(plan, rows, target.zone, stored);
  await upsert(tx, target, [...plan.added, ...plan.replaced.map(({ to }) => to)]);
}

/** The same for those of a delivery that we do not hold yet. Returns those that change what we hold. */
export async function storeNewRows(
  tx: Tx,
  target: Target,
  rows: readonly BankTransaction[],
  stored: Stored,
): Promise<BankTransaction[]> {
  const plan = planChanges(await heldRows(tx, rows), rows);
  note({ ...plan, replaced: [] }, rows, target.zone, stored);
  await upsert(tx, target, plan.added);
  return plan.replaced.map(({ to }) => to);
}

async function heldRows(tx: Tx, of: readonly BankTransaction[]): Promise<Map<string, TransactionFacts>> {
  const refs = of.map(({ ref }) => ref);
  const rows = await tx.$queryRaw<TransactionFacts[]>`
    SELECT bank_ref AS ref, amount_minor AS "amountMinor", currency, description, status,
      transacted_at AS "transactedAt", posted_at AS "postedAt", void_at AS "voidAt", bank_updated_at AS "updatedAt"
    FROM "transaction" WHERE bank_ref = ANY(${refs})`;
  return new Map(rows.map((row) => [row.ref, row]));
}

function note(plan: ChangePlan, rows: readonly BankTransaction[], zone: string, stored: Stored): void {
  const { counted, seen } = stored.touched;
  const days = dayReader(zone);
  const touch = (row: TransactionFacts) => {
    const day = days(row);
    seen.add(day);
    if (isCounted(row.status)) counted.add(day);
  };
  const nowVoid = (status: TransactionStatus) => (status === 'void' ? 1 : 0);
  for (const row of plan.added) {
    stored.added += 1;
    stored.voided += nowVoid(row.status);
    touch(row);
  }
  for (const { from, to } of plan.replaced) {
    stored.changed += 1;
    if (from.status !== 'void') stored.voided += nowVoid(to.status);
    touch(from);
    touch(to);
  }
  for (const row of rows) {
    if (!isCounted(row.status)) continue;
    const day = days(row);
    if (stored.oldestDay === null || day < stored.oldestDay) stored.oldestDay = day;
  }
}

/** `shownDay`, remembering moments: most rows of a history share theirs, and turning a moment into a day is slow. */
function dayReader(zone: string): (row: TransactionFacts) => Day {
  const known = new Map<number, Day>();
  return (row) => {
    const moment = (isCounted(row.status) ? row.postedAt : null) ?? row.transactedAt;
    const at = moment.getTime();
    const day = known.get(at) ?? shownDay(row, zone);
    known.set(at, day);
    return day;
  };
}

async function upsert(tx: Tx, { accountId, runId, zone }: Target, rows: readonly BankTransaction[]): Promise<void> {
  if (rows.length === 0) return;
  const days = dayReader(zone);
  const of = <T>(pick: (row: BankTransaction) => T) => rows.map(pick);
  const moment = (at: Date | null) => at?.toISOString() ?? null;
  await tx.$executeRaw`
    INSERT INTO "transaction" AS t (id, household_id, account_id, bank_ref, amount_minor, currency, description, status,
      day, transacted_at, posted_at, void_at, bank_updated_at, refresh_ref, first_run_id, last_run_id)
    SELECT r.id, ${householdOf(tx)}::uuid, ${accountId}::uuid, r.bank_ref, r.amount_minor, r.currency, r.description,
      r.status, r.day, r.transacted_at, r.posted_at, r.void_at, r.bank_updated_at, r.refresh_ref, ${runId}::uuid,
      ${runId}::uuid
    FROM unnest(${of(newId)}::uuid[], ${of(({ ref }) => ref)}::text[], ${of((row) => String(row.amountMinor))}::bigint[],
      ${of(({ currency }) => currency)}::text[], ${of(({ description }) => description)}::text[],
      ${of(({ status }) => status)}::text[], ${of(days)}::date[],
      ${of(({ transactedAt }) => moment(transactedAt))}::timestamptz[],
      ${of(({ postedAt }) => moment(postedAt))}::timestamptz[], ${of(({ voidAt }) => moment(voidAt))}::timestamptz[],
      ${of(({ updatedAt }) => moment(updatedAt))}::timestamptz[], ${of(({ refreshRef }) => refreshRef)}::text[])
      AS r(id, bank_ref, amount_minor, currency, description, status, day, transacted_at, posted_at, void_at,
        bank_updated_at, refresh_ref)
    ON CONFLICT (bank_ref) DO UPDATE SET
      amount_minor = excluded.amount_minor, currency = excluded.currency, description = excluded.description,
      status = excluded.status, day = excluded.day, transacted_at = excluded.transacted_at,
      posted_at = excluded.posted_at, void_at = excluded.void_at, bank_updated_at = excluded.bank_updated_at,
      refresh_ref = excluded.refresh_ref, last_run_id = excluded.last_run_id
    WHERE excluded.bank_updated_at >= t.bank_updated_at`;
}
